// Slots: places in a rendered page that are filled when somebody asks. The same as edition/slots.py.
const SLOT = /\[\[([a-zæøå]+(?: [^[\]]*)?)\]\]/g;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

// The page with every slot replaced by words(name, arguments); a slot it answers null for stays. One pass, and a
// function: neither "$" nor brackets in what is put in mean anything.
function fill(page, words) {
  return page.replace(SLOT, (slot, inside) => {
    const [name, ...args] = inside.split(" ");
    return words(name, args) ?? slot;
  });
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
