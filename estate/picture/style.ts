// The picture's colours and letters, inside its SVG, so that it looks the same alone and in a page.

export const style = `
.topology{--p:#faf9f6;--c:#fff;--i:#1b2027;--s:#59626d;--l:#d8d4ca;--blue:#1f5fa8;--blue-t:#e6eff9;--green:#0b6b52;--green-t:#e3f1eb;--orange:#a8480f;--orange-t:#faeadf;--purple:#6b4fa0;--purple-t:#efeaf8;--quiet:#f0eee7;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
@media(prefers-color-scheme:dark){.topology{--p:#14171b;--c:#1b1f25;--i:#e8e6e0;--s:#a0a8b2;--l:#3a414b;--blue:#8fbff2;--blue-t:#1a2a3c;--green:#6dd3b3;--green-t:#16302a;--orange:#f2a26b;--orange-t:#38261a;--purple:#c2abf5;--purple-t:#2a2340;--quiet:#262b32}}
.topology text{fill:var(--i)}.topology .soft,.topology .zone,.topology .figure{fill:var(--s)}.topology .zone{font-size:11px}
.topology .region-name{font-size:17px;font-weight:650}.topology .cost{font-size:17px;font-weight:650;font-variant-numeric:tabular-nums}
.region-box,.entry{fill:var(--c);stroke:var(--l)}.region-bar{fill:var(--s)}.primary .region-bar{fill:var(--green)}.secondary .region-bar{fill:var(--blue)}.tertiary .region-bar{fill:var(--purple)}
.zone-line{stroke:var(--l);stroke-dasharray:2 4}
.band{stroke:none;fill-opacity:.75}.band.public{fill:var(--quiet)}.band.private{fill:var(--blue-t)}.band.data{fill:var(--green-t)}
.topology .band-name{font-size:11px;fill:var(--s)}.topology .cluster-name{font-weight:650;fill:var(--blue)}.cluster{fill:var(--c);stroke:var(--blue);stroke-opacity:.45}
.topology .pool{font-weight:600}.node{fill:var(--blue)}.node-more{fill:none;stroke:var(--blue);stroke-opacity:.5}.topology .store-name{font-weight:600}
.chip{fill:var(--c);stroke:var(--l)}.topology .chip-words{font-size:12px}.chip.quiet{fill:var(--c)}.chip.balancer{fill:var(--orange-t);stroke:var(--orange);stroke-opacity:.55}
.chip.postgres{fill:var(--c);stroke:var(--green);stroke-opacity:.6}.chip.postgres.leads{fill:var(--green);stroke:var(--green)}.chip.redis{fill:var(--c);stroke:var(--purple);stroke-opacity:.6}.chip.redis.leads{fill:var(--purple);stroke:var(--purple)}.topology .chip-words.leads{fill:var(--c);font-weight:650}
.way{fill:none;stroke:var(--s);stroke-width:1.4}.head{fill:var(--s)}.backbone{fill:none;stroke:var(--purple);stroke-width:2.4}.joint{fill:var(--c);stroke:var(--purple);stroke-width:2.4}.topology .backbone-name{fill:var(--s)}`;
