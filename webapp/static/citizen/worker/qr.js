// A QR code as a picture, drawn without a network. The same text as citizen/qr.py puts in; a camera reads both.
const QUIET = 4; // modules of white around the code

function qrSvg(text) {
  const code = leanQr.generate(text, { minCorrectionLevel: leanQr.correction.M });
  const rows = [];
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) rows.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
    }
  }
  const side = code.size + 2 * QUIET;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`
    + `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${rows.join("")}"/></svg>`;
}
