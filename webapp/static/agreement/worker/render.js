// The page at /aftale for a municipality, filled as agreement/render.py fills it, byte for byte.
const AGREEMENTS = "/data/aftale/";

function agreementPage(answers, params) {
  const need = readNeed(new URLSearchParams(params.has("k") ? [["k", String(params.get("k"))]] : []), answers.choices);
  return answers.page("/aftale", {
    text: () => escaped(need.typedPlace),
    notes: () => need.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join(""),
    agreement: () => agreementOf(answers, need.municipality),
  });
}

function agreementOf(answers, municipality) {
  const { agreement: said } = answers.said;
  if (!municipality) return `<p>${said.choose}</p>`;
  const record = answers.agreement(municipality);
  if (!record) {
    const none = put(said.none, { municipality: escaped(answers.choices.places.get(municipality)) });
    return `<p><b>${none}</b> ${said.card}</p><p><a class="main-button" href="/kort/2">${said.to_card}</a></p>`;
  }
  return record.lateFrom <= answers.minute() ? record.late + record.text : record.text + record.due;
}

route(/^\/aftale$/, async ({ answers, params, page }) => answers.has("/aftale") && page(agreementPage(answers, await params())));
