// The bundle that a binary patch makes of the one before it. edition/patch.py tells what the bytes are.
function patched(old, patch) {
  const [line, first] = lineAt(patch, 0);
  const steps = JSON.parse(reader.decode(line));
  const pieces = [];
  let place = first;
  let ended = 0;
  for (let one = 0; one < steps.length; one += 3) {
    const [many, further = 0, length = 0] = steps.slice(one, one + 3);
    pieces.push(patch.subarray(place, place + many), old.subarray(ended + further, ended + further + length));
    place += many;
    ended += further + length;
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  pieces.reduce((start, piece) => (whole.set(piece, start), start + piece.length), 0);
  return whole;
}
