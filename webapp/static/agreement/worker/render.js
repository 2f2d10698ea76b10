// The page at /aftale for a municipality, filled as agreement/render.py fills it, byte for byte.
const AGREEMENTS = "/data/aftale/";
const CHOOSE = "<p>Skriv din kommune. Så står jeres aftale her, også uden net.</p>";
const NONE_YET = " har ikke lagt en aftale her endnu.</b> "
  + 'Kort 2 viser, hvad I kan blive enige om.</p><p><a class="main-button" href="/kort/2">Se kort 2</a></p>';

function agreementPage(answers, params) {
  const need = readNeed(new URLSearchParams(params.has("k") ? [["k", String(params.get("k"))]] : []), answers.choices);
  return answers.page("/aftale", {
    text: () => escaped(need.typedPlace),
    notes: () => need.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join(""),
    agreement: () => agreementOf(answers, need.municipality),
  });
}

function agreementOf(answers, municipality) {
  if (!municipality) return CHOOSE;
  const record = answers.agreement(municipality);
  if (!record) return `<p><b>${escaped(answers.choices.places.get(municipality))}${NONE_YET}`;
  return record.lateFrom <= answers.minute() ? record.late + record.text : record.text + record.due;
}

route(/^\/aftale$/, async ({ answers, params, page }) => answers.has("/aftale") && page(agreementPage(answers, await params())));
