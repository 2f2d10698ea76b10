// What may be read aloud, with which voice, and in which pieces: rules without a page. Written for old browsers too, for
// the exit shares its file.
window.aloudRules = (() => {
  const LONGEST = 160; // characters in one utterance: some engines fall silent after fifteen seconds

  // "da_DK", as some phones write it, and "da-DK" are both "da".
  const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];

  // The voice for a language among a browser's: one that speaks on the device itself, never one that sends the text
  // away to be spoken. The one the reader has chosen in the phone's settings, else the first. None: null.
  function voiceFor(voices, tag) {
    const own = Array.from(voices).filter(
      (voice) => voice.localService === true && language(voice.lang) === language(tag),
    );
    return own.find((voice) => voice.default) || own[0] || null;
  }

  // A telephone number digit by digit, with a pause where it has a space: told so, it can be written down.
  function digits(number) {
    return number
      .trim()
      .split(/\s+/)
      .map((group) => group.replace(/\d(?=\d)/g, "$& "))
      .join(", ");
  }

  // Danish hours as one says them, where a voice would spell "kl." and leave out a dash: "kl. 9–15" is "klokken 9 til 15".
  function spoken(text, tag) {
    if (language(tag) !== "da") return text;
    return text
      .replace(/(^|[^a-zæøå])(k)l\.?\s*(?=\d)/gi, "$1$2lokken ")
      .replace(/([\da-zæøå.])–(?=[\da-zæøå])/gi, "$1 til ")
      .replace(/(^|[^\d-])(\d{1,2}(?:[.:]\d\d)?)-(?=\d{1,2}(?:[.:]\d\d)?(?![\d-]))/g, "$1$2 til ");
  }

  // A text's sentences, none longer than an engine can say. A stop within one, as in "kl. 9" or "fx. nu", ends none.
  function sentences(text) {
    const pieces = [];
    for (const line of text.split("\n")) {
      const marked = line.replace(/([.!?…؟۔]["”“’»)]*)\s+(?=\S)/g, (found, stop, at) => {
        const next = line.charAt(at + found.length);
        return /\d/.test(next) || next !== next.toUpperCase() ? found : `${stop}\n`;
      });
      for (const sentence of marked.split("\n")) pieces.push(...short(sentence.replace(/\s+/g, " ").trim()));
    }
    return pieces.filter((piece) => /[^\s.,:;·–-]/.test(piece));
  }

  // Cut after a comma or the like, else between words, else wherever it must be.
  function short(sentence) {
    if (sentence.length <= LONGEST) return [sentence];
    const start = sentence.slice(0, LONGEST + 1);
    const comma = Math.max(...[", ", "; ", ": ", "، ", "؛ "].map((mark) => start.lastIndexOf(mark) + 1));
    const cut = comma > LONGEST / 3 ? comma : start.lastIndexOf(" ");
    // Never between the two halves of one character.
    const whole = /[\uD800-\uDBFF]/.test(sentence.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    const at = cut > 0 ? cut : whole;
    return [sentence.slice(0, at).trim(), ...short(sentence.slice(at).trim())];
  }

  return { LONGEST, voiceFor, digits, spoken, sentences };
})();
