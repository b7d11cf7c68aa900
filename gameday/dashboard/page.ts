// The dashboard's page: the report's own sections, sent anew while the run goes on; and a button for whoever has the run's token.
import { escape } from "../report/html/escape.ts";
import { script } from "../report/html/script.ts";
import { style } from "../report/html/style.ts";

/** Own address only: events and the abort go nowhere else. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

const dashboardStyle = `
#bar{position:sticky;top:0;z-index:5;display:flex;gap:1rem;align-items:center;padding:.5rem 1rem;background:Canvas;color:CanvasText;border-bottom:1px solid GrayText;font:14px system-ui}
#bar button{margin-left:auto;padding:.3rem .9rem}`;

const dashboardScript = `
const main=document.querySelector("main"),state=document.querySelector("#state"),button=document.querySelector("#abort");
const token=location.hash.startsWith("#token=")?location.hash.slice(7):"";
button.hidden=token==="";
const titleOf=(part)=>(part.closest("article")?.querySelector("h3")??part.closest("section")?.querySelector("h2"))?.textContent;
const opened=new Map();
main.addEventListener("click",(event)=>{const summary=event.target.closest("summary");if(summary)opened.set(titleOf(summary),!summary.parentElement.open);});
const scrolls=()=>[...main.querySelectorAll(".scroll")];
const place=(part)=>{const line=part.matches(".timeline");return[part.ariaLabel,{at:part.scrollLeft,newest:line&&part.scrollLeft+part.clientWidth>part.scrollWidth-8,focused:part===document.activeElement}];};
const restore=(part,known)=>{part.scrollLeft=part.matches(".timeline")&&(!known||known.newest)?part.scrollWidth:(known?.at??0);if(known?.focused)part.focus({preventScroll:true});};
const events=new EventSource("/events");
events.addEventListener("view",(event)=>{const {html,ended}=JSON.parse(event.data);const {scrollX,scrollY}=window,places=new Map(scrolls().map(place));main.innerHTML=html;const again=document.createElement("script");again.textContent="{"+document.querySelector("#report-script").textContent+"}";main.append(again);for(const part of main.querySelectorAll("details"))part.open=opened.get(titleOf(part))??part.open;for(const part of scrolls())restore(part,places.get(part.ariaLabel));window.scrollTo(scrollX,scrollY);state.textContent=ended?"the run has ended":"live";if(ended){button.hidden=true;events.close();}});
events.onerror=()=>{if(events.readyState!==2)state.textContent="the controller does not answer: the run has ended, or its guardian is healing";};
button.addEventListener("click",async()=>{if(!confirm("End the run now? Every fault is healed first."))return;button.disabled=true;const answer=await fetch("/abort",{method:"POST",headers:{"x-gameday-token":token}});state.textContent=answer.ok?"asked to end; healing first":"refused: "+(await answer.text());button.disabled=answer.ok;});`;

export function renderPage(run: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(run)}</title><link rel="icon" href="data:,"><style>${style}${dashboardStyle}</style></head>
<body><div id="bar"><strong>${escape(run)}</strong><span id="state" role="status">connecting</span><button id="abort" type="button" hidden>Abort</button></div><main></main><script type="text/plain" id="report-script">${script}</script><script>${dashboardScript}</script></body></html>
`;
}
