// The report's style sheet and script, inline: it opens from disk, with no network.

export const style = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d232b;--soft:#5b6470;--line:#dcd9d1;--card:#fff;--good:#0b6b52;--bad:#b3261e;--warn:#8a5a00;--a:#2563a8;--b:#c2571a;--band:#f1efe8;--recover:#7a9cc6}
@media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e6e4de;--soft:#9aa3ad;--line:#343a42;--card:#1c2026;--good:#5cc9a7;--bad:#ff8a80;--warn:#e0b050;--a:#7fb2ea;--b:#f0a067;--band:#1b1f25;--recover:#44648c}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}header{border-bottom:1px solid var(--line);padding-bottom:18px;margin-bottom:18px}
.verdict{display:inline-block;font-weight:700;letter-spacing:.02em;padding:2px 12px;border-radius:999px;border:1.5px solid currentColor}
.verdict.passed,.good{color:var(--good)}.verdict.failed,.verdict.dirty,.bad{color:var(--bad)}.verdict.invalid,.verdict.aborted,.verdict.unfinished{color:var(--warn)}
h1{font-size:26px;line-height:1.25;margin:12px 0 6px;max-width:46em;text-wrap:balance}h2{font-size:18px;margin:34px 0 8px}h3{font-size:15px;margin:0 0 4px}h3 span{float:right;font-weight:600}h4{margin:8px 0 2px;font-size:13px}
.note,small,.faint{color:var(--soft)}.note{margin:0 0 8px}small{font-weight:400}
.figures{display:flex;flex-wrap:wrap;gap:10px 34px;margin:16px 0 0;padding:0}.figures div{min-width:90px}.figures dt{color:var(--soft);font-size:13px}.figures dd{margin:0;font-size:21px;font-variant-numeric:tabular-nums}
.timeline{margin:8px 0;position:relative}.timeline svg{width:100%;height:auto;display:block}
.band{fill:transparent}.band.even{fill:var(--band)}.phase,.tick,.fault-name,.title{font-size:11px;fill:var(--soft)}.phase{fill:var(--ink)}.gate{font-size:13px;font-weight:700}.gate.good{fill:var(--good)}.gate.bad{fill:var(--bad)}
.grid{stroke:var(--line);stroke-width:1}.curve{fill:none;stroke-width:1.6;stroke-linejoin:round}.asked{stroke:var(--soft);stroke-dasharray:4 3}.reached,.p50{stroke:var(--a)}.p95,.errors{stroke:var(--b)}.shed{stroke:var(--a)}
.key{font-size:11px;stroke:none}.key.asked{fill:var(--soft)}.key.reached,.key.p50,.key.shed{fill:var(--a)}.key.p95,.key.errors{fill:var(--b)}
.fault.in{fill:var(--b)}.fault.healing{fill:var(--warn);opacity:.75}.fault.recovering{fill:var(--recover)}.cross{stroke:var(--ink);stroke-width:1;visibility:hidden}
.tip{position:absolute;top:26px;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 10px;font-size:12px;pointer-events:none;font-variant-numeric:tabular-nums;box-shadow:0 2px 8px #0002;white-space:pre}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:13.5px}th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}th[scope=row]{font-weight:500}.criteria th[scope=row]{white-space:normal;min-width:210px}.plain td{white-space:normal}thead th{color:var(--soft);font-weight:500;font-size:12.5px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:14px}.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;overflow-wrap:anywhere}.card p{margin:0 0 6px}.card dl{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0}.card dt{font-size:12px;color:var(--soft)}.card dd{margin:0;font-variant-numeric:tabular-nums}.card ul{margin:2px 0;padding-left:4px;list-style:none;font-size:13px}
summary{cursor:pointer;color:var(--soft)}ul.findings{padding-left:20px}
@media(max-width:500px){main{padding:16px 12px}h1{font-size:21px}.cards{grid-template-columns:1fr}}
@media print{body{background:#fff}details{display:block}.tip,.cross{display:none}}`;

export const script = `
const data=JSON.parse(document.getElementById("series").textContent),svg=document.querySelector(".timeline svg"),tip=document.querySelector(".tip"),cross=svg.querySelector(".cross");
const nearest=(points,at)=>{let low=0,high=points.length-1;if(high<0)return null;while(high-low>1){const middle=(low+high)>>1;points[middle][0]<at?low=middle:high=middle}const best=Math.abs(points[low][0]-at)<Math.abs(points[high][0]-at)?points[low]:points[high];return Math.abs(best[0]-at)<=Math.max(2,data.length/200)?best[1]:null};
svg.addEventListener("pointermove",event=>{const box=svg.getBoundingClientRect(),x=(event.clientX-box.left)/box.width*data.width,at=(x-data.left)/(data.width-data.left-data.right)*data.length;if(at<0||at>data.length)return hide();cross.setAttribute("x1",x);cross.setAttribute("x2",x);cross.style.visibility="visible";const rows=[at.toFixed(1)+" s"];for(const chart of data.charts)for(const line of chart.lines){const value=nearest(line.points,at);rows.push(line.name.padEnd(8)+" "+(value===null?"–":value)+" "+(chart.title.includes("ms")?"ms":"/s"))}tip.textContent=rows.join("\\n");tip.hidden=false;const px=event.clientX-box.left;tip.style.left=(px>box.width/2?px-tip.offsetWidth-14:px+14)+"px"});
const hide=()=>{tip.hidden=true;cross.style.visibility="hidden"};svg.addEventListener("pointerleave",hide);`;
