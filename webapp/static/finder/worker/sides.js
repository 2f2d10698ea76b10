// The two sides of violence: who uses it and who meets it. The same rules as finder/sides.py.
const USES = "uses";
const MEETS = "meets";
const OTHER_SIDE = { uses: MEETS, meets: USES };
const MYSELF = "jeg";
const REACH = 4;
const FAR = 7;
const NEAR = 3;
const LONG_NOUN = 6;
const LONG_OWNER = 4;
const GAP = "*"; // in a phrase
const MOST_BETWEEN = 3;

// The side that a question is about: "uses", "meets", or empty when nothing tells.
function sideAskedFor({ acts, uses, wants, meets, around, audience }, typed, chosen) {
  if (chosen) return chosen === audience ? USES : "";
  const words = typed.map(({ spelled }) => spelled).filter((word) => !around.fillers.includes(word));
  const endOf = (act, start) => start + (act.includes(GAP) ? act.indexOf(GAP) : act.length);
  const meant = (act, end) => !act.includes(GAP) || isSomebody(around, words.slice(end, end + MOST_BETWEEN));
  const acting = (act) => placesOf(act, words).filter((start) => meant(act, endOf(act, start))).map((start) => doer(around, words, start, endOf(act, start)));
  let sides = new Set(acts.flatMap(acting).filter(Boolean));
  const wanting = sides.size === 1 && sides.has(MEETS) && !words.some((word) => around.me.includes(word) || around.mine.includes(word));
  if (wanting && wants.some((phrase) => stands(phrase, words))) return USES; // "han har slået hende og vil gerne have behandling"
  if (!sides.size) {
    sides = new Set([[USES, uses], [MEETS, meets]].filter(([, phrases]) => phrases.some((phrase) => stands(phrase, words))).map(([side]) => side));
    if (sides.has(USES) && isOfAnother(around, words)) return MEETS;
    if (sides.has(MEETS) || (!sides.size && isAfraid(around, words))) return MEETS; // whoever is afraid asks
  }
  return sides.size === 1 ? [...sides][0] : "";
}

// Whether who asks is neither of the two, and asks what to do: "naboen slår sine børn, skal jeg ringe".
function isBystander({ around: { may, asking, own } }, typed) {
  const asks = typed.some(({ spelled }, place) => asking.includes(spelled) && may.includes(typed[place - 1]?.spelled));
  return asks && typed.some(({ spelled }) => own.includes(spelled));
}

// What a question tells that somebody is in danger of; `side` is the side of violence that it is about.
function dangersIn({ danger = [], around }, typed, side) { // an edition from before it was told has none
  const words = typed.map(({ spelled }) => spelled).filter((word) => !around.fillers.includes(word));
  const told = danger.filter(({ phrases }) => phrases.some((phrase) => stands(phrase, words)));
  // Whoever does it "sin kæreste" is none that asks: "min ven slår sin kæreste".
  const isHit = side === MEETS || (side === USES && words.some((word) => around.own.includes(word)));
  return isHit && !told.some(({ violence }) => violence) ? [...told, ...danger.filter(({ phrases }) => !phrases.length)] : told;
}

// Whose answers are shown when the words do not tell, and the answers ([side, score]) are of both.
function sideOfAnswers(found) {
  const best = {};
  for (const [side, score] of found) best[side] = Math.max(score, best[side] ?? 0);
  if (!(USES in best && MEETS in best)) return "";
  return best[USES] * 3 > best[MEETS] * 4 ? USES : MEETS;
}

function doer(around, words, start, end) {
  const before = words.slice(Math.max(0, start - REACH), start);
  const after = words.slice(end, end + REACH);
  const far = words.slice(Math.max(0, start - FAR), start);
  if (after[0] === "op" || isOther(around, words.slice(start, end), far, after)) return "";
  const last = before[before.length - 1];
  const done = isBySomebody(around, after) || (before.some((word) => around.passive.includes(word)) && last !== "har");
  if (around.done_to.includes(words[start]) && done) return MEETS;
  if (around.blows.includes(words[start])) {
    if (before.some((word) => around.got.includes(word))) return MEETS;
    const given = far.findIndex((word) => around.gave.includes(word)) + start - far.length;
    if (given >= start - far.length) return doer(around, words, given, given + 1); // "jeg gav min søn en lussing"
  }
  if (isLeft(before) || (before.some((word) => around.lives_with.includes(word)) && before.includes("med"))) return MEETS;
  const oneWho = around.who.includes(last);
  if (oneWho && around.me.includes(before[before.length - 2])) return USES; // "hjælp til mig, der slår"
  if ([...after.slice(0, 3), ...before.slice(-2)].some((word) => around.me.includes(word))) return MEETS;
  const nearest = (some) => [...some].reverse().find((word) => word === MYSELF || around.they.includes(word)) ?? "";
  const lives = far.some((word) => around.lives_with.includes(word));
  let who = nearest(before);
  if (oneWho && isMe(around, far.slice(0, -1))) return USES;
  if (!who && !around.done_to.includes(words[start]) && !lives) {
    // "min far kommer fuld hjem og smadrer alt"; "han vil holde op med at slå" tells that by other words.
    const further = nearest(far);
    who = further !== MYSELF && before[before.length - 1] === "at" ? "" : further;
  }
  if (!oneWho && who === MYSELF) return USES;
  if (after.slice(0, 3).some((word) => around.his.includes(word))) return USES;
  if (oneWho) return lives ? MEETS : "";
  if (who) return MEETS;
  if (!after.slice(0, 2).some((word) => around.mine.includes(word))) return "";
  return isSomebodyElse(around, before) ? MEETS : USES;
}

// Whom no table names: "bagmanden truer min familie", "en fremmed har slået min søn"; and not "har i weekenden slået min kone".
function isSomebodyElse({ definite, some, helping, before_a_time: beforeATime }, before) {
  const words = [...before];
  while (helping.includes(words[words.length - 1])) words.pop();
  const [first, named] = ["", "", ...words].slice(-2);
  const known = named.length >= LONG_NOUN && definite.some((ending) => named.endsWith(ending)) && !beforeATime.includes(first);
  return known || some.includes(first) || (first.length >= LONG_OWNER && first.endsWith("s"));
}

// Nothing that one does to somebody: "jeg slog mig", "jeg slår græsset", "jeg banker på", "slået ud"; or what is done by
// others than those one lives with: "kommunen truer mig".
function isOther(around, act, far, after) {
  const { me, him, they, others, his, mine, harmless, things } = around;
  const nearest = [...far].reverse().find((word) => word === MYSELF || [him, they, others].some((some) => some.includes(word))) ?? "";
  if (others.includes(nearest) || (after[0] === "af" && after.slice(1, 3).some((word) => others.includes(word)))) return true;
  const hurtsOneself = me.includes(after[0]) || isOwn(around, act);
  if (hurtsOneself && nearest === MYSELF && far.slice(-NEAR).includes(MYSELF)) return true;
  if (hurtsOneself && [MYSELF, ""].includes(nearest) && after[1] === "selv") return true; // "får lyst til at slå mig selv ihjel"
  const owner = nearest === MYSELF ? his : mine;
  if (!harmless.includes(act[0]) || isSomebody(around, after) || after.some((word) => owner.includes(word))) return false;
  return after[0] === "paa" || after[0] === "ud" || after.some((word) => things.includes(stem(word)));
}

// "slået af en fremmed", "tvunget til sex af min mand"
function isBySomebody({ him, they, mine }, after) {
  const place = after.indexOf("af");
  return place === 0 || (place > 0 && after.slice(place + 1).some((word) => [him, they, mine].some((some) => some.includes(word))));
}

// "dukker op på mit", "tager mine penge", and not "jagter min kæreste".
function isOwn({ they, people, mine }, act) {
  const named = act.some((word) => they.includes(word) || people.includes(word));
  return !named && act.slice(0, -1).some((word) => mine.includes(word));
}

function isSomebody({ me, him, they, his, people }, words) {
  return words.some((word) => [me, him, they, his, people].some((some) => some.includes(word)));
}

// "væk fra en voldelig kæreste"; "holde mig fra at slå" is another thing.
function isLeft(before) {
  const last = before.slice(-3);
  return last.includes("fra") && !last.slice(last.indexOf("fra")).includes("at");
}

// "han kan ikke styre sin vrede og går efter mig"
function isOfAnother({ me, he }, words) {
  return !words.includes(MYSELF) && [me, he].every((some) => words.some((one) => some.includes(one)));
}

// "bange for min storebror", "bange for at han finder mig"; "bange for at miste …" is of something else.
function isAfraid(around, words) {
  return words.some((word, place) => {
    const next = words.slice(place + 1, place + 1 + REACH);
    const after = next[0] === "for" && next[1] === "at" ? next.slice(2) : next.length ? next : ["nogen"];
    return around.afraid.includes(word) && after.some((one) => around.him.includes(one) || around.they.includes(one.replace(/s$/, "")));
  });
}

// "jeg er selv den", "det er jeg": nothing else stands between.
function isMe(around, words) {
  const other = [...words].reverse().findIndex((word) => !around.is_me.includes(word));
  return other >= 0 && words[words.length - 1 - other] === MYSELF;
}

function stands(phrase, words) {
  return placesOf(phrase, words).length > 0;
}

function placesOf(phrase, words) {
  const starts = [];
  const gap = phrase.indexOf(GAP);
  if (gap >= 0) { // "smed * ned ad": some words may stand between
    const ends = placesOf(phrase.slice(gap + 1), words);
    const follows = (start) => ends.some((end) => end > start + gap && end <= start + gap + MOST_BETWEEN);
    return placesOf(phrase.slice(0, gap), words).filter(follows);
  }
  for (let start = 0; start + phrase.length <= words.length; start += 1) {
    if (phrase.every((word, number) => words[start + number] === word)) starts.push(start);
  }
  return starts;
}
