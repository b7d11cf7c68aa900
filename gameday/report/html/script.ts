// The report's script, inline: a cross-hair over the timeline with every figure of that second, by pointer or arrow keys.

export const script = `
const data=JSON.parse(document.getElementById("series").textContent),stage=document.querySelector(".stage"),svg=stage.querySelector("svg"),tip=stage.querySelector(".tip"),cross=svg.querySelector(".cross");
let now=0;
const nearest=(points,at)=>{let low=0,high=points.length-1;if(high<0)return null;while(high-low>1){const middle=(low+high)>>1;points[middle][0]<at?low=middle:high=middle}const best=Math.abs(points[low][0]-at)<Math.abs(points[high][0]-at)?points[low]:points[high];return Math.abs(best[0]-at)<=Math.max(2,data.length/200)?best[1]:null};
const clock=at=>Math.floor(at/60)+":"+(at%60).toFixed(1).padStart(4,"0");
const show=at=>{if(at<0||at>data.length)return hide();now=at;const x=data.left+at/data.length*(data.width-data.left-data.right);cross.setAttribute("x1",x);cross.setAttribute("x2",x);cross.style.visibility="visible";const rows=[clock(at)+"  "+data.spans.filter(({from,to})=>at>=from&&at<=to).map(({name})=>name).join(", ")];for(const{name,unit,points}of data.curves){const value=nearest(points,at);rows.push(name.padEnd(8)+(value===null?"–":value+unit))}tip.textContent=rows.join("\\n");tip.hidden=false;const px=x/data.width*stage.clientWidth;tip.style.left=(px>stage.clientWidth/2?px-tip.offsetWidth-14:px+14)+"px"};
const hide=()=>{tip.hidden=true;cross.style.visibility="hidden"};
svg.addEventListener("pointermove",event=>{const box=svg.getBoundingClientRect();show(((event.clientX-box.left)/box.width*data.width-data.left)/(data.width-data.left-data.right)*data.length)});
svg.addEventListener("pointerleave",hide);
document.querySelector(".timeline").addEventListener("keydown",event=>{const step={ArrowLeft:-1,ArrowRight:1}[event.key];if(step===undefined)return event.key==="Escape"?hide():undefined;event.preventDefault();show(Math.min(data.length,Math.max(0,now+step*Math.max(1,data.length/200))));const at=Number(cross.getAttribute("x1"))/data.width*stage.clientWidth;event.currentTarget.scrollLeft=at-event.currentTarget.clientWidth/2});
document.querySelector(".timeline").addEventListener("blur",hide);
`;
