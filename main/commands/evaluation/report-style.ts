/** The report's style: the workstation's colours, dark where the reader's system is, and always light on paper. */
const light = '--page:#fff;--panel:#f3f5f6;--line:#d2d9dd;--text:#14191c;--quiet:#4c5860;--first:#0a6f64;--second:#b3261e;--third:#76508f;--band:#56636b22;--mark:#975200;';
const dark = '--page:#0e1113;--panel:#15191c;--line:#2a3136;--text:#e6eaed;--quiet:#9aa6ae;--first:#35c2b0;--second:#ff6a52;--third:#c3a5d6;--band:#9aa6ae22;--mark:#f2a93b;';

export const reportStyle = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
@media print{:root{color-scheme:light;${light}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:36px 0 10px;border-bottom:1px solid var(--line);padding-bottom:4px}
p{margin:6px 0}.quiet{color:var(--quiet)}.note{background:var(--panel);border-left:3px solid var(--mark);padding:8px 12px;margin:12px 0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:16px 0}
.card{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:10px 12px}.card b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.card span{color:var(--quiet);font-size:12.5px;display:block}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums;width:100%}th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--quiet)}th:first-child,td:first-child{text-align:left}tr.part td{font-weight:600;padding-top:12px}.wide{overflow-x:auto}td.file{overflow-wrap:anywhere}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:14px}.plot{width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:6px}
.plot .grid{stroke:var(--line);stroke-width:1}.plot text{fill:var(--quiet);font:11px Inter,system-ui,sans-serif}.plot .heading{fill:var(--text);font-size:13px;font-weight:600}
.plot polyline{fill:none}.plot .line{stroke:var(--first);stroke-width:2}.plot .line.second{stroke:var(--second)}.plot .line.third{stroke:var(--third);stroke-dasharray:4 3}.plot .line.thin{stroke-width:1}
.plot .chance{stroke:var(--quiet);stroke-dasharray:3 4}.plot .point{fill:var(--first);fill-opacity:.75}.plot .balanced{fill:var(--mark)}.plot .screening{fill:var(--third)}
.plot .rule{stroke-width:1.5}.plot .rule.balanced{stroke:var(--mark)}.plot .rule.screening{stroke:var(--third)}.plot .band{fill:var(--band)}.plot .bar.positive{fill:var(--second)}.plot .bar.negative{fill:var(--first)}
.key{font-size:12.5px;color:var(--quiet);margin:8px 0}.key i{display:inline-block;width:12px;height:12px;border-radius:6px;margin:0 5px -1px 12px}
.cases{display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:12px}.cases figure{margin:0;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px;break-inside:avoid}
.cases img{width:100%;height:170px;object-fit:contain;background:#000;display:block}.cases figcaption{font-size:12px;overflow-wrap:anywhere;margin-top:6px}
@media print{body{font-size:10.5pt}main{max-width:none;padding:0}h2{break-after:avoid}.plots{grid-template-columns:repeat(3,1fr)}.plot,tr,.card{break-inside:avoid}@page{margin:14mm}}
`;
