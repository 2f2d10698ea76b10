#!/bin/sh
# Software: stopwords-iso (npm) 1.1.0, its Danish list of 170 words.
# Guess:    A list of stop words has the small ones that no text is told apart by: and, that, you.
# Seen:     It has "mand", "far" and "ikke" too, but neither "kvinde" nor "mor". "Hjælp til en mand" is looked for as "hjælp",
#           "hjælp til en kvinde" as "hjælp kvinde".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund stopwords-iso@1.1.0 >&2
cat > try.mjs <<'END'
import { createRequire } from "node:module";
const small = new Set(createRequire(import.meta.url)("stopwords-iso").da);
console.log(small.size, "words");
for (const query of ["hjælp til en mand", "hjælp til en kvinde", "vold fra min far", "vold fra min mor", "jeg vil ikke hjem"]) {
  console.log(query, "|", query.split(" ").filter((word) => !small.has(word)).join(" "));
}
END
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = "170 words
hjælp til en mand | hjælp
hjælp til en kvinde | hjælp kvinde
vold fra min far | vold
vold fra min mor | vold mor
jeg vil ikke hjem | hjem" ]
