// The two sides of violence: who uses it and who meets it. The same rules as finder/sides.py.
const USES = "uses";
const MEETS = "meets";
const OTHER_SIDE = { uses: MEETS, meets: USES };
const PASSIVE = ["bliver", "blive", "blev", "blevet", "bliv", "faar", "faaet", "er", "vaeret", "var"];
const GOT = ["faar", "fik", "faaet", "faa"];
const BLOWS = ["lussing", "lussinger", "skalle", "taesk", "taev", "bank", "klask", "kvaelertag"];
const BY_ANOTHER = ["slaaet", "taesket", "banket", "sparket", "kvalt", "skubbet", "mishandlet", "truet", "kontrolleret",
  "overvaaget", "tvunget", "voldtaget", "stalket", "forfulgt", "rusket", "terroriseret",
  "chikaneret", "ydmyget", "taevet", "gennembanket", "pryglet", "jagtet"];
const ME = ["mig", "os"];
const MINE = ["min", "mine", "mit", "vores"];
const HIS = ["sin", "sine", "sit", "hendes", "hans", "deres"];
const THEY = ["han", "hun", "de", "mand", "manden", "kone", "konen", "kaereste", "kaeresten", "partner", "partneren",
  "eks", "ekskaereste", "far", "mor", "foraeldre", "bror", "broedre", "soen", "datter", "teenager", "samlever", "stedfar",
  "svigermor", "svigerfar", "nabo", "naboen", "onkel", "svoger", "morfar", "farfar", "barnefar", "barnefaren", "eksmand",
  "eksmanden", "ekskone", "hustru", "aegtefaelle", "familie", "familien", "nogen", "storebror", "lillebror", "storesoester", "lillesoester",
  "soester", "faetter", "eksen", "ex", "exen"];
const AFRAID = ["bange", "bang", "skraemt", "utryg", "raed", "frygter", "scared", "afraid"];
const HIM = ["ham", "hende"];
const WHO = ["der", "som"];
const IT_IS = ["er", "var", "selv", "nok", "jo", "desvaerre", "den", "en", "ham", "hende", "far", "mor", "mand", "kvinde"];
const LIVES_WITH = ["bor", "boede", "lever", "levede", "gift", "sammen", "kaereste", "kaerester"];
const REACH = 4;
const FAR = 6;
const GAP = "*"; // in a phrase
const MOST_BETWEEN = 3;

// The side that a question is about: "uses", "meets", or empty when nothing tells.
function sideAskedFor({ acts, uses, meets, audience }, typed, chosen) {
  if (chosen) return chosen === audience ? USES : "";
  const words = typed.map(({ spelled }) => spelled);
  const acting = (act) => placesOf(act, words).map((start) => doer(words, start, start + (act.includes(GAP) ? 1 : act.length)));
  let sides = new Set(acts.flatMap(acting).filter(Boolean));
  if (!sides.size) {
    sides = new Set([[USES, uses], [MEETS, meets]].filter(([, phrases]) => phrases.some((phrase) => stands(phrase, words))).map(([side]) => side));
    if (sides.has(USES) && isOfAnother(words)) return MEETS;
    if (sides.has(MEETS) || (!sides.size && isAfraid(words))) return MEETS; // whoever is afraid asks
  }
  return sides.size === 1 ? [...sides][0] : "";
}

// Whose answers are shown when the words do not tell, and the answers ([side, score]) are of both.
function sideOfAnswers(found) {
  const best = {};
  for (const [side, score] of found) best[side] = Math.max(score, best[side] ?? 0);
  if (!(USES in best && MEETS in best)) return "";
  return best[USES] * 3 > best[MEETS] * 4 ? USES : MEETS;
}

function doer(words, start, end) {
  const before = words.slice(Math.max(0, start - REACH), start);
  const after = words.slice(end, end + REACH);
  if (after[0] === "op") return "";
  const last = before[before.length - 1];
  const done = after[0] === "af" || (before.some((word) => PASSIVE.includes(word)) && last !== "har");
  if (BY_ANOTHER.includes(words[start]) && done) return MEETS;
  if (BLOWS.includes(words[start]) && before.some((word) => GOT.includes(word))) return MEETS;
  if (isLeft(before) || (before.some((word) => LIVES_WITH.includes(word)) && before.includes("med"))) return MEETS;
  if ([...after.slice(0, 3), ...before.slice(-2)].some((word) => ME.includes(word))) return MEETS;
  const far = words.slice(Math.max(0, start - FAR), start);
  const oneWho = WHO.includes(last);
  const nearest = (some) => [...some].reverse().find((word) => word === "jeg" || THEY.includes(word)) ?? "";
  const lives = far.some((word) => LIVES_WITH.includes(word));
  let who = nearest(before);
  if (oneWho && isMe(far.slice(0, -1))) return USES;
  if (!who && !BY_ANOTHER.includes(words[start]) && !lives && nearest(far) === "jeg") who = "jeg";
  if (!oneWho && who === "jeg") return USES;
  if (after.slice(0, 2).some((word) => HIS.includes(word))) return USES;
  if (oneWho) return lives ? MEETS : "";
  if (who) return MEETS;
  return after.slice(0, 2).some((word) => MINE.includes(word)) ? USES : "";
}

// "væk fra en voldelig kæreste"; "holde mig fra at slå" is another thing.
function isLeft(before) {
  const last = before.slice(-3);
  return last.includes("fra") && !last.slice(last.indexOf("fra")).includes("at");
}

// "han kan ikke styre sin vrede og går efter mig"
function isOfAnother(words) {
  return !words.includes("jeg") && words.some((one) => ME.includes(one)) && words.some((one) => one === "han" || one === "hun");
}

// "bange for min storebror", "bange for at han finder mig"; "bange for at miste …" is of something else.
function isAfraid(words) {
  return words.some((word, place) => {
    const next = words.slice(place + 1, place + 1 + REACH);
    const after = next[0] === "for" && next[1] === "at" ? next.slice(2) : next.length ? next : ["nogen"];
    return AFRAID.includes(word) && after.some((one) => THEY.includes(one) || HIM.includes(one));
  });
}

// "jeg er selv den", "det er jeg": nothing else stands between.
function isMe(words) {
  const other = [...words].reverse().findIndex((word) => !IT_IS.includes(word));
  return other >= 0 && words[words.length - 1 - other] === "jeg";
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
