// The page's style sheet, inline: it opens from disk, with no network, in light and dark.

export const style = `
:root{color-scheme:light dark;--paper:#faf9f6;--ink:#1b2027;--soft:#59626d;--line:#dedbd3;--card:#fff;--good:#0b6b52;--good-tint:#e3f1eb;--bad:#b3261e;--bad-tint:#fbe9e7;--band:#e9e6dd}
@media(prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e8e6e0;--soft:#a0a8b2;--line:#343a43;--card:#1b1f25;--good:#63cfae;--good-tint:#16302a;--bad:#ff8f85;--bad-tint:#3a1d1b;--band:#2a3038}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1280px;margin:0 auto;padding:20px 20px 60px}h1{font-size:25px;line-height:1.25;margin:4px 0}h2{font-size:19px;margin:32px 0 6px}.note{color:var(--soft);margin:0 0 10px}
.banner{border:1px solid var(--tone);border-left-width:8px;border-radius:8px;padding:12px 18px;margin:14px 0 18px;background:var(--tint)}.banner.good{--tone:var(--good);--tint:var(--good-tint)}.banner.bad{--tone:var(--bad);--tint:var(--bad-tint)}.banner p{margin:0;font-size:17px}.banner b{font-size:22px;font-variant-numeric:tabular-nums}.banner ul{margin:8px 0 0;padding-left:20px;overflow-wrap:anywhere}
.meter{height:8px;border-radius:4px;background:var(--band);margin-top:8px;overflow:hidden}.meter div{height:100%;background:var(--tone)}
figure{margin:0}.scroll{overflow-x:auto}.scroll:focus-visible{outline:2px solid var(--good);outline-offset:2px}.stage{min-width:980px}.stage svg{width:100%;height:auto;display:block}
table{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums;min-width:50%}th,td{text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}th[scope=row]{font-weight:500}thead th{color:var(--soft);font-weight:500;font-size:12.5px}
.figures td,.figures thead th:not(:first-child),.words td:last-child:not(:nth-child(2)):not(:nth-child(3)){text-align:right;padding-right:0;padding-left:18px;white-space:nowrap}.sum>*{font-weight:650;border-bottom:0}
details{margin:14px 0}summary{cursor:pointer;color:var(--soft)}pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px;font-size:12.5px}code{font-size:12.5px}
@media print{body{background:#fff}.stage{min-width:0}}`;
