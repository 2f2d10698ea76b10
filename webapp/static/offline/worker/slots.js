// Slots: places in a rendered page that are filled when somebody asks. The same as edition/slots.py.
const SLOT = /\[\[([a-z]+(?: [^[\]]*)?)\]\]/;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

const KEPT_CUT = 500; // pages whose slots are remembered: parts of pages are filled again and again

const cutPages = new Map();

// The page with every slot replaced by words(name, args); a slot it answers null for stays. One pass, so that nothing
// that is put in is read for slots.
function fill(page, words) {
  return filledPieces(cutAtSlots(page), words);
}

function filledPieces(pieces, words) {
  let filled = "";
  pieces.forEach((piece, number) => {
    filled += number % 2 ? words(piece[0], piece.slice(1)) ?? `[[${piece.join(" ")}]]` : piece;
  });
  return filled;
}

// A cut page with the slots filled that there are words for, and the others open.
function partlyFilled(pieces, words) {
  const left = [""];
  pieces.forEach((piece, number) => {
    const said = number % 2 ? words(piece[0], piece.slice(1)) : piece;
    if (said === null) left.push(piece, "");
    else left[left.length - 1] += said;
  });
  return left;
}

// Text and the words in a slot, in turn.
function cutAtSlots(page) {
  let pieces = cutPages.get(page);
  if (!pieces) {
    if (cutPages.size >= KEPT_CUT) cutPages.clear();
    pieces = page.split(SLOT).map((piece, number) => (number % 2 ? piece.split(" ") : piece));
    cutPages.set(page, pieces);
  }
  return pieces;
}

// A sentence with words in the place of the names in its braces.
function put(sentence, words) {
  return sentence.replace(/\{(\w+)\}/g, (_whole, name) => words[name]);
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
