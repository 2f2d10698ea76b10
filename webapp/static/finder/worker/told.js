// What a search says about how its words were read. The same as finder/told.py.
function wordNotes(asked, nobody) {
  const said = [];
  for (const { word, corrected, halves } of asked) {
    if (corrected) said.push(`Viser <em>${escaped(corrected)}</em>.`);
    if (halves) said.push(`Deler ${escaped(word)} i ${escaped(halves[0])} og ${escaped(halves[1])}.`);
  }
  const unknown = asked.filter(({ known }) => !known).map(({ word }) => word);
  if (unknown.length && unknown.length < asked.length) {
    said.push(`${nobody}: ${escaped(unknown.join(", "))}. De andre ord er brugt.`);
  }
  return said.map((text) => `<p class="note">${text}</p>`).join("");
}
