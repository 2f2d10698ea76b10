#!/bin/sh
# Software: minisearch (npm) 7.2.0.
# Guess:    Words end at every sign that is no letter or digit, so "LGBT+personer" is found by "personer" and by "lgbt".
# Seen:     Spaces and punctuation part words; a plus is a symbol and does not. "e-boks" is two words, "lgbt+personer" one.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund minisearch@7.2.0 >&2
cat > try.mjs <<'END'
import MiniSearch from "minisearch";
const index = new MiniSearch({ fields: ["text"] });
index.addAll([{ id: 1, text: "Rådgivning for LGBT+personer" }, { id: 2, text: "Hjælp til e-Boks" }]);
for (const query of ["personer", "lgbt", "lgbt+personer", "boks"]) {
  console.log(query, index.search(query).map((found) => found.id).join() || "nothing");
}
END
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = "personer nothing
lgbt nothing
lgbt+personer 1
boks 2" ]
