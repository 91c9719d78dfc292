/** How the button and the frame stand on a page: over it, in their own shadow tree, so that neither changes the other. */
const RULES = `
:host { all: initial; }
:host([hidden]) { display: none; }
[hidden] { display: none !important; }
.launch {
  position: fixed; z-index: 2147483001; inset-block-end: OFFSETpx; inset-inline-SIDE: OFFSETpx;
  display: grid; place-items: center; inline-size: 56px; block-size: 56px; padding: 0; margin: 0;
  border: 0; border-radius: 50%; background: ACCENT; color: #fff; cursor: pointer;
  box-shadow: 0 1px 3px rgb(0 0 0 / .18), 0 6px 20px rgb(0 0 0 / .18); transition: scale 120ms;
}
.launch.worded { display: flex; gap: 10px; inline-size: auto; max-inline-size: calc(100vw - 2 * OFFSETpx); padding-inline: 18px 22px; border-radius: 28px; font: 600 16px/1.2 system-ui, sans-serif; }
.launch:hover { scale: 1.04; }
.launch:focus-visible { outline: 3px solid #fff; outline-offset: -6px; box-shadow: 0 0 0 3px ACCENT; }
svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.count {
  position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 22px; padding: 0 6px;
  box-sizing: border-box; border: 2px solid #fff; border-radius: 11px; background: #b3261e; color: #fff;
  font: 600 12px/18px system-ui, sans-serif; text-align: center; font-variant-numeric: tabular-nums;
}
.panel {
  position: fixed; z-index: 2147483000; inset-block-end: calc(OFFSETpx + 72px); inset-inline-SIDE: OFFSETpx;
  inline-size: min(400px, 100vw - 2 * OFFSETpx); block-size: min(660px, 100dvb - OFFSETpx - 92px);
  border-radius: 14px; overflow: hidden; background: Canvas; color-scheme: light dark;
  box-shadow: 0 2px 6px rgb(0 0 0 / .12), 0 14px 44px rgb(0 0 0 / .22);
}
.card {
  position: fixed; z-index: 2147483001; inset-block-end: calc(OFFSETpx + 72px); inset-inline-SIDE: OFFSETpx;
  inline-size: max-content; max-inline-size: min(320px, 100vw - 2 * OFFSETpx); color-scheme: light dark;
}
.card > * { border: 0; cursor: pointer; color: CanvasText; background: Canvas; }
.say {
  display: block; box-sizing: border-box; inline-size: 100%; max-block-size: min(300px, 100dvb - OFFSETpx - 120px); margin: 0; padding: 14px 44px 14px 16px; overflow: auto;
  border-radius: 14px; font: 400 15px/1.4 system-ui, sans-serif; text-align: start; white-space: pre-line; overflow-wrap: anywhere;
  box-shadow: 0 2px 6px rgb(0 0 0 / .12), 0 14px 44px rgb(0 0 0 / .22);
}
.away { position: absolute; inset-block-start: 4px; right: 4px; inline-size: 36px; block-size: 36px; padding: 0; border-radius: 50%; font: 400 22px/1 system-ui, sans-serif; }
iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; color-scheme: light dark; }
@media (width < 480px), (height < 480px) {
  .panel { inset: 0; inline-size: 100%; block-size: 100dvb; border-radius: 0; }
  .panel:not([hidden]) ~ .launch { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launch { transition: none; } }
@media (forced-colors: active) { .launch, .panel, .say { border: 1px solid ButtonText; } }
@media print { .launch, .panel, .card { display: none; } }
`;

export function sheet({ accent, side, offset }: { accent: string; side: string; offset: number }): CSSStyleSheet {
  const made = new CSSStyleSheet();
  const place = RULES.replaceAll("OFFSET", String(Math.min(200, Math.max(0, offset)))).replaceAll("SIDE", side === "start" ? "start" : "end");
  made.replaceSync(place.replaceAll("ACCENT", /^#[0-9a-f]{6}$/i.test(accent) ? accent : "#0f6e6e"));
  return made;
}
