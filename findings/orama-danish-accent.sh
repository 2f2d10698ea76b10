#!/bin/sh
# Software: @orama/orama (npm) 3.1.18, told that the texts are Danish.
# Guess:    Marks are folded and Danish letters are letters: "cafe" finds "Café", and "mor" (mother) does not find "mør"
#           (tender), which is another word.
# Seen:     It is the other way round. An é parts words, so "Café" is kept as "caf" and "cafe" finds nothing; æ is folded to a and
#           ø to o, so "mor" finds "mør" and "mand" finds "mænd".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund @orama/orama@3.1.18 >&2
cat > try.mjs <<'END'
import { create, insert, search } from "@orama/orama";
const index = create({ schema: { text: "string" }, language: "danish" });
for (const text of ["Café Exit", "Til mænd", "Mør", "Mor"]) insert(index, { text });
for (const term of ["café", "cafe", "caf", "mor", "mand"]) {
  const { hits } = await search(index, { term });
  console.log(term, "→", hits.map(({ document }) => document.text).sort().join(" | ") || "nothing");
}
END
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = "café → Café Exit
cafe → nothing
caf → Café Exit
mor → Mor | Mør
mand → Til mænd" ]
