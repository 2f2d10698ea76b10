// The page at /aftale for a municipality, filled as agreement/render.py fills it, byte for byte.
const AGREEMENTS = "/data/aftale/";
const CHOOSE = "<p>Skriv din kommune. Så står jeres aftale her, også uden net.</p>";
const NONE_YET = " har ikke lagt en aftale her endnu.</b> "
  + 'Kort 2 viser, hvad I kan blive enige om.</p><p><a class="main-button" href="/kort/2">Se kort 2</a></p>';

function agreementPage(live, params) {
  const need = readNeed(new URLSearchParams(params.has("k") ? [["k", String(params.get("k"))]] : []), live.choices);
  return live.page("/aftale", {
    tekst: () => escaped(need.typedPlace),
    noter: () => need.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join(""),
    aftalen: () => agreementOf(live, need.municipality),
  });
}

function agreementOf(live, municipality) {
  if (!municipality) return CHOOSE;
  const record = live.agreement(municipality);
  if (!record) return `<p><b>${escaped(live.choices.places.get(municipality))}${NONE_YET}`;
  return record.lateFrom <= live.minute() ? record.late + record.text : record.text + record.due;
}

route(/^\/aftale$/, async ({ live, params, page }) => live.has("/aftale") && page(agreementPage(live, await params())));
