#!/bin/sh
# Software: eSpeak NG 1.52.0 (in espeakng-loader 0.2.4), the voice that browsers on Linux read Danish with.
# Guess:    Opening hours are said as a Dane reads them: "kl." is "klokken", and the dash of "9–15" is "til".
# Seen:     "kl." is spelled, k and l, and its stop ends the sentence before the time. A dash between two figures is not said
#           at all: "9–15" and "9 15" sound the same.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check espeakng-loader==0.2.4 >&2
cat > try.py <<'END'
import ctypes
import espeakng_loader

voice = ctypes.CDLL(espeakng_loader.get_library_path())
voice.espeak_Initialize(2, 0, str(espeakng_loader.get_data_path()).encode(), 0)
voice.espeak_SetVoiceByName(b"da")
voice.espeak_Info.restype = voice.espeak_TextToPhonemes.restype = ctypes.c_char_p


def said(text):
    """Its sounds, clause by clause."""
    rest, clauses = ctypes.c_char_p(text.encode()), []
    while rest.value is not None:
        clauses.append(voice.espeak_TextToPhonemes(ctypes.byref(rest), 1, 0).decode())
    return clauses


print("eSpeak NG", voice.espeak_Info(None).decode())
print("kl. as klokken:", said("kl. 9") == said("klokken 9"), "| as the letters:", said("kl. 9")[:1] == said("kl"))
print("parts of kl. 9:", len(said("kl. 9")), "| of klokken 9:", len(said("klokken 9")))
print("9–15 as 9 til 15:", said("9–15") == said("9 til 15"), "| as 9 15:", said("9–15") == said("9 15"))
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "eSpeak NG 1.52.0
kl. as klokken: False | as the letters: True
parts of kl. 9: 2 | of klokken 9: 1
9–15 as 9 til 15: False | as 9 15: True" ]
