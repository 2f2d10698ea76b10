"""Opening hours as Danes write them become what OpenStreetMap writes, and mean the same."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY, ROOT
from tests.hours.written import YEARS
from webapp.hours.danish_hours import in_osm
from webapp.hours.danish_words import DAYS
from webapp.hours.rules import rules_of
from webapp.hours.table import compiled
from webapp.hours.text import OpeningHoursError, begun_between, check
from webapp.offersdesk.validation import tidy_hours

WRITTEN = {
    "man-fre 9-16": "Mo-Fr 09:00-16:00",
    "man-fre 9-16 (fredag dog kun til 14)": "Mo-Fr 09:00-16:00; Fr 09:00-14:00",
    "Man-fre 9.00-15.30 (fre. 14)": "Mo-Fr 09:00-15:30; Fr 09:00-14:00",
    "Man-tors 9-15, fredag til 13": "Mo-Th 09:00-15:00; Fr 09:00-13:00",
    "Hverdage 9-15 - fredag lukker vi kl. 13": "Mo-Fr 09:00-15:00; Fr 09:00-13:00",
    "Man-søn 10-18 (også helligdage)": "Mo-Su,PH 10:00-18:00",
    "Onsdag 15-18 (sep.-maj)": "Sep-May We 15:00-18:00",
    "Torsdag 10-18, øvrige hverdage 10-15": "Th 10:00-18:00; Mo,Tu,We,Fr 10:00-15:00",
    "Lørdage, søndage og helligdage 11-16; øvrige dage 9-21": "Sa,Su 11:00-16:00; Mo,Tu,We,Th,Fr 09:00-21:00; PH 11:00-16:00",
    "Onsdag lukket, øvrige hverdage 9-14": "Mo,Tu,Th,Fr 09:00-14:00; We off",
    "Alle dage 21-8 næste morgen": "Mo-Su 21:00-08:00",
    "Dag\tFra\tTil\nMandag\t9.00\t15.00\nOnsdag\tLukket": "Mo 09:00-15:00; We off",
    "M-F 9-15": "Mo-Fr 09:00-15:00",
    "Cafeen holder åbent tirsdag og torsdag fra 11 til 14": "Tu,Th 11:00-14:00",
    "Sommeråbent 1/5-30/9: alle dage 10-20": "May 01-Sep 30 Mo-Su 10:00-20:00",
    "Sommerlukket 1.-15. juli. Man-fre 9-12": "Mo-Fr 09:00-12:00; Jul 01-15 off",
    "Lukket i juli. Ellers åbent man-tors 12-16": "Mo-Th 12:00-16:00; Jul off",
    "Døgnet rundt undtagen søndag": "Mo,Tu,We,Th,Fr,Sa 00:00-24:00; Su off",
    "Døgnet rundt, lørdag lukket 12-13": "00:00-24:00; Sa 12:00-13:00 off",
    "Mandag til fredag kl. 9-16": "Mo-Fr 09:00-16:00",
    "mandag–torsdag 9.30–15.00, fredag 9.30–14": "Mo-Th 09:30-15:00; Fr 09:30-14:00",
    "hverdage 8-22": "Mo-Fr 08:00-22:00",
    "man, ons og fre 10-12": "Mo,We,Fr 10:00-12:00",
    "tirs 10-12 og 13-15": "Tu 10:00-12:00,13:00-15:00",
    "Man-fre 9-16\nLør 10-13": "Mo-Fr 09:00-16:00; Sa 10:00-13:00",
    "Lørdage: 10-14": "Sa 10:00-14:00",
    "hver dag 20-8": "Mo-Su 20:00-08:00",
    "man-fre 9-16, helligdage lukket": "Mo-Fr 09:00-16:00; PH off",
    "døgnet rundt": "24/7",
    "Hver dag hele døgnet": "24/7",
    "weekend 10-24": "Sa-Su 10:00-24:00",
    "Mo-Fr 09:00-16:00": "Mo-Fr 09:00-16:00",
    "week 02-52/2 Tu 17:00-19:00": "week 02-52/2 Tu 17:00-19:00",
    "man-fre 09-03": "Mo-Fr 09:00-03:00",
    "fre-lør 20-8": "Fr-Sa 20:00-08:00",
    "lørdag 02-05": "Sa 02:00-05:00",
    # As homepages have it
    "Man-tors 10-15.30, fre lukket": "Mo-Th 10:00-15:30; Fr off",
    "Hverdage kl. 9–14 (dog ikke onsdag)": "Mo-Fr 09:00-14:00; We off",
    "09.00 - 15.00 man., tirs. og tors.": "Mo,Tu,Th 09:00-15:00",
    "Man.-fre. 9.00-15.00.": "Mo-Fr 09:00-15:00",
    "Man: 10-14 / Tirs: 12-18 / Ons: lukket": "Mo 10:00-14:00; Tu 12:00-18:00; We off",
    "man-fre 9-15 undtagen 1. onsdag i måneden": "Mo-Fr 09:00-15:00; We[1] off",
    "29. februar lukket, man-fre 9-15": "Mo-Fr 09:00-15:00; Feb 29 off",
    "1. nov. til 31. mar. alle dage kl. 20-8": "Nov 01-Mar 31 Mo-Su 20:00-08:00",
    "Mandag–torsdag kl. 9.00–15.00, fredag 9–13 (lukket i helligdage)": "Mo-Th 09:00-15:00; Fr 09:00-13:00; PH off",
    "Åbent hverdage 10-14": "Mo-Fr 10:00-14:00",
    "tirs & tors kl 16-18": "Tu,Th 16:00-18:00",
    "Døgnåbent": "24/7",
    "24-jul": "24/7",  # as Excel turns it
    "man-fre  10-12": "Mo-Fr 10:00-12:00",
    "Alle dage 8-22 undtagen tirsdag": "Mo-Su 08:00-22:00; Tu off",
    "Alle dage inkl. helligdage 8-22": "Mo-Su,PH 08:00-22:00",
    "søndag i lige uger kl. 14-16": "week 2-52/2 Su 14:00-16:00",
    "Onsdage kl. 19-21 i ulige uger": "week 1-53/2 We 19:00-21:00",
    "1. mandag i måneden 10-12": "Mo[1] 10:00-12:00",
    "første og tredje torsdag i måneden kl. 19.00-21.00": "Th[1],Th[3] 19:00-21:00",
    "Mandag 9-12\n\nTirsdag, torsdag\n13-15": "Mo 09:00-12:00; Tu,Th 13:00-15:00",
    "Mandag: 10-14 Tirsdag: 10-14 Onsdag: lukket": "Mo 10:00-14:00; Tu 10:00-14:00; We off",
    "Åbningstider:\n• Mandag kl. 10.00 - 14.00\n• Weekend: lukket": "Mo 10:00-14:00; Sa-Su off",
    "Telefonen er åben alle hverdage mellem kl. 9 og 15": "Mo-Fr 09:00-15:00",
    "0900-1500 mandag til torsdag": "Mo-Th 09:00-15:00",
    "kl. 9-15 mandag-torsdag og 9-13 fredag": "Mo-Th 09:00-15:00; Fr 09:00-13:00",
    "Lukket lørdag, søndag 10-12": "Su 10:00-12:00; Sa off",
    "lør- og søndag lukket, man-fre 8-16": "Mo-Fr 08:00-16:00; Sa,Su off",
    "man-fre 9-16. Lukket 24.-26. december og 1/1": "Mo-Fr 09:00-16:00; Dec 24-26,Jan 01 off",
    "Alle dage 12-20. Lukket 24. og 31. december": "Mo-Su 12:00-20:00; Dec 24,Dec 31 off",
    "man-fre 9-16, grundlovsdag lukket": "Mo-Fr 09:00-16:00; Jun 5 off",
    "fredag fra kl. 18 og frem": "Fr 18:00+",
    "man-fre 9-16, lukket i juli": "Mo-Fr 09:00-16:00; Jul off",
    "jun-aug lukket, man-fre 9-16": "Mo-Fr 09:00-16:00; Jun-Aug off",  # closed wherever it stands
    "juni-august: man-fre 9-14, september-maj: man-fre 9-16": "Jun-Aug Mo-Fr 09:00-14:00; Sep-May Mo-Fr 09:00-16:00",
    "Man-fre 10-14. Juli lukket": "Mo-Fr 10:00-14:00; Jul off",  # a new sentence, not 10-14 July
    "10.-14. juli lukket, man-fre 9-15": "Mo-Fr 09:00-15:00; Jul 10-14 off",
    "man-fre 9-16\njuli man-fre 10-14": "Mo-Fr 09:00-16:00; Jul Mo-Fr 10:00-14:00",
    "Man-fre 9-15. Lukket på helligdage og grundlovsdag": "Mo-Fr 09:00-15:00; PH off; Jun 5 off",
    "Man-fre 9-15. Lukket lørdag, søndag og juleaften": "Mo-Fr 09:00-15:00; Sa,Su off; Dec 24 off",
    "Man-fre 8-16\nLukket helligdage samt d. 24. og 31. december": ("Mo-Fr 08:00-16:00; PH off; Dec 24,Dec 31 off"),
    "Man-fre 9-15 ekskl. helligdage": "Mo-Fr 09:00-15:00; PH off",
    "Alle dage året rundt kl. 9-05": "Mo-Su,PH 09:00-05:00",
    "Mandag til og med torsdag mellem kl. 12.00-14.00": "Mo-Th 12:00-14:00",
    "Mandage 13-16 / Torsdage 10-13": "Mo 13:00-16:00; Th 10:00-13:00",
    "lør/søn 10-14": "Sa,Su 10:00-14:00",
    "Man-fre 10-14. Lukket i uge 28-30": "Mo-Fr 10:00-14:00; week 28-30 off",
    "Lukket uge 7, 42 og 52, man-fre 9-15": "Mo-Fr 09:00-15:00; week 07,42,52 off",
    "Uge 1-26: mandag 9-12. Uge 27-53: tirsdag 9-12": "week 01-26 Mo 09:00-12:00; week 27-53 Tu 09:00-12:00",
    "fra den 1. juni til den 31. august man-fre 9-13": "Jun 01-Aug 31 Mo-Fr 09:00-13:00",
    "man-fre 9-15; 12-13 lukket": "Mo-Fr 09:00-15:00; 12:00-13:00 off",  # a pause
    "man-fre 9-15, lukket 12.10-12.40": "Mo-Fr 09:00-15:00; 12:10-12:40 off",
    "Lige uger: mandag 9-12, ulige uger: tirsdag 9-12. Lørdag lukket": (
        "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Tu 09:00-12:00; Sa off"
    ),
    # When it holds, after the hours or after the day
    "Mandag 10-12 i juli": "Jul Mo 10:00-12:00",
    "Tirsdag 9-12, mandag i juli 10-12": "Tu 09:00-12:00; Jul Mo 10:00-12:00",
    "Mandag i juli 10-12, tirsdag i august 9-12": "Jul Mo 10:00-12:00; Aug Tu 09:00-12:00",
    "lørdag 10-14 i ulige uger, søndag 10-14 i lige uger": ("week 1-53/2 Sa 10:00-14:00; week 2-52/2 Su 10:00-14:00"),
    "Lørdag og 24. december 10-14, søndag 10-12": "Sa 10:00-14:00; Su 10:00-12:00; Dec 24 10:00-14:00",
    # Holidays and dates hold in the place of ordinary days, wherever they stand
    "Søn- og helligdage 10-15, hverdage 9-17, lørdag 9-14": (
        "Su 10:00-15:00; Mo-Fr 09:00-17:00; Sa 09:00-14:00; PH 10:00-15:00"
    ),
    "Helligdage 10-16, hverdage 15-21": "Mo-Fr 15:00-21:00; PH 10:00-16:00",
    "Hverdage 15-21, weekend og helligdage 10-16": "Mo-Fr 15:00-21:00; Sa-Su,PH 10:00-16:00",
    "Juleaften 10-14, man-fre 9-15": "Mo-Fr 09:00-15:00; Dec 24 10:00-14:00",
    "24. og 31. december åbent 10-14, alle dage 9-15": "Mo-Su 09:00-15:00; Dec 24,Dec 31 10:00-14:00",
    # Days that stand twice
    "man-fre 9-12, tors 15-17": "Mo-Fr 09:00-12:00, Th 15:00-17:00",
    "man-fre 9-16, fre 9-14": "Mo-Fr 09:00-16:00; Fr 09:00-14:00",
    "man-tors 17-01, fre 17-03": "Mo-Th 17:00-01:00, Fr 17:00-03:00",  # no night is cut
    # Days that are left out, before the hours or after
    "Hverdage undt. onsdag 9-15": "Mo-Fr 09:00-15:00; We off",
    "Alle dage på nær mandag 12-17": "Mo-Su 12:00-17:00; Mo off",
    "Tirsdag, dog ikke i juli, kl. 10-12": "Tu 10:00-12:00; Jul off",
    "Hverdage 9-15 (pause 12-12.30)": "Mo-Fr 09:00-15:00; 12:00-12:30 off",
    "Mandag-fredag 9-15. Fredag lukket 12-13": "Mo-Fr 09:00-15:00; Fr 12:00-13:00 off",
    # Below headings, each with its days
    "lige uger: mandag 9-12, tirsdag 9-12; ulige uger: onsdag 9-12": (
        "week 2-52/2 Mo 09:00-12:00; week 2-52/2 Tu 09:00-12:00; week 1-53/2 We 09:00-12:00"
    ),
    "Juni-august: man-tors 10-14, fre 10-12; september-maj: man-fre 9-16": (
        "Jun-Aug Mo-Th 10:00-14:00; Jun-Aug Fr 10:00-12:00; Sep-May Mo-Fr 09:00-16:00"
    ),
    # What closed days leave open
    "Man-fre 9-15. Ferielukket i juli (uge 29-31)": "Mo-Fr 09:00-15:00; week 29-31 off",
    "Man-fre 9-15. Lukket i efterårsferien (uge 42)": "Mo-Fr 09:00-15:00; week 42 off",
    "Man-fre 9-15. Vi holder sommerferie i uge 29-31": "Mo-Fr 09:00-15:00; week 29-31 off",
    "Man-fre 9-15, lukket uge 29, 24. december lukket": "Mo-Fr 09:00-15:00; week 29 off; Dec 24 off",
    "Den første og den tredje mandag i måneden 16-18": "Mo[1],Mo[3] 16:00-18:00",
    "Onsdag kl. 16-18 (uge 40-47 og uge 52). Uge 32-38 lukket": "week 40-47,52 We 16:00-18:00; week 32-38 off",
    "Torsdag 10-12 (uge 22-23 og uge 52), uge 24: tirsdag 10-12": "week 22-23,52 Th 10:00-12:00; week 24 Tu 10:00-12:00",
    "Man-fre 9-15. Lukket uge 28-36\nOnsdag i uge 30: 10-12": "Mo-Fr 09:00-15:00; week 28-36 off; week 30 We 10:00-12:00",
    "Mandag i de lige uger kl. 10-12": "week 2-52/2 Mo 10:00-12:00",
    "Man-fre 9-15, 1. onsdag i måneden dog 12-15": "Mo-Fr 09:00-15:00; We[1] 12:00-15:00",
    "Weekend lukket, 1. lørdag i måneden 10-12, hverdage 9-15": "Mo-Fr 09:00-15:00; Sa-Su off; Sa[1] 10:00-12:00",
    "Man-fre 9-15, juli lukket, 5. juli 10-12": "Mo-Fr 09:00-15:00; Jul off; Jul 05 10:00-12:00",
    # Weeks beside dates and days
    "Onsdag 15-18. Dog ikke uge 42 og 52.": "We 15:00-18:00; week 42,52 off",
    "Onsdag 15-18. Lukket uge 7 og 8. maj": "We 15:00-18:00; week 07 off; May 08 off",
    "Onsdag 15-18. Lukket uge 7 og 1. onsdag i måneden": "We 15:00-18:00; week 07 off; We[1] off",
    "Uge 1-10 og 40-52: onsdag 15-18": "week 01-10,40-52 We 15:00-18:00",
    # As tables come
    "Mandag\n10-12\n13-15\nTirsdag\nlukket": "Mo 10:00-12:00,13:00-15:00; Tu off",
    "Mandag 9-15. 10-12 onsdag. Lukket fredag": "Mo 09:00-15:00; We 10:00-12:00; Fr off",
    "9-15 mandag, tirsdag lukket": "Mo 09:00-15:00; Tu off",
    "10-12 tors (søn lukket), man-fre 13-15": "Th 10:00-12:00, Mo-Fr 13:00-15:00; Su off",
    "Man-tors 9-15, fredag ikke, lørdag 10-12": "Mo-Th 09:00-15:00; Sa 10:00-12:00; Fr off",
    "Man-tors 9-15.30/fre 9-14": "Mo-Th 09:00-15:30; Fr 09:00-14:00",
    # In OpenStreetMap's words, with spaces as people put them
    "Mo-Fr  10:00-12:00;  Sa, Su off": "Mo-Fr 10:00-12:00; Sa,Su off",
    "Mo-Fr 10:00-12:00; PH, Dec 24 off": "Mo-Fr 10:00-12:00; PH off; Dec 24 off",
    "Mo-Fr 9-17": "Mo-Fr 09:00-17:00",
    # An end alone after another, and after days that come before it in the week
    "Man-fre 9-15, man til 18, tirs til 17": "Mo-Fr 09:00-15:00; Mo 09:00-18:00; Tu 09:00-17:00",
    "Man-ons 9-15, tors til 17, fre til 12": "Mo-We 09:00-15:00; Th 09:00-17:00; Fr 09:00-12:00",
    "8-16 på hverdage, dog 8-14 fredage": "Mo-Fr 08:00-16:00; Fr 08:00-14:00",
}

# What nobody can know is asked about: a word of the answer.
ASKED = {
    "Natcafé kl. 22-07": "»alle dage 22-7«",
    "mandag-torsdg 9-15": "Mente du »torsdag«?",
    "Man-fre 9-15. Luket i juli": "Mente du »lukket«?",
    "Torsdag aften 7-9": "Skriv »19-21«, hvis det er dét",
    "Torsdag 7-9 om aftenen": "Skriv »19-21«, hvis det er dét",
    "Man-fre 8-15. Café: tirsdag 11-13": "Er det kun »Café«",
    "Natcafé: 22-7 alle dage. Chat: 19-22 søndag": "både »chat« og »natcafé«",
    "efter aftale": "»efter aftale« kan ikke læses (tegn 1). Skriv det i »Om åbningstiden«.",
    "man-fre 9-25": "»9-25« er ikke et klokkeslæt (tegn 9).",
    "ma ti to 9-15; on 12-18": "»ma ti« kan ikke læses (tegn 1)",  # a list, or from one to the other?
    "mandag": "Der mangler et klokkeslæt ved »mandag« (tegn 1",
    "tirsdag 16-18, torsdag": "Der mangler et klokkeslæt ved »torsdag« (tegn 16",
    "man-fre 9-16; jul lukket": "Er det julen eller juli?",
    "Lukket i juli": "Skriv også, hvornår der er åbent.",
    "Lukket i sommerferien, man-fre 9-12": "Skriv datoerne",
    "hver anden onsdag 10-12": "Skriv »lige uger« eller »ulige uger«.",
    "lige uger": "Der mangler et klokkeslæt",
    "man-fre 9-16, jun-aug 9-14": "Hvilke dage",
    "Man-fre 9-15 (lør. 13)": "kun den ene ende",
    "Man-fre 9-15 og 16-18, fre til 13": "kun den ene ende",
    "Man-tors 9-15 (fre. 14, lør. 12)": "kun den ene ende",
    "fredag til 14, man-tors 9-15": "kun den ene ende",
    "Mandag\t9.00\t15.00": "kun den ene ende",
    "Dag\tFra\tTil\nMandag\t9\t12\t13\t15": "kun den ene ende",
    "Øvrige dage 9-15": "kan ikke læses (tegn 1)",
    "1. mandag i måneden 10-12, øvrige dage 9-15": "kan ikke læses (tegn 28)",
    "M-T 9-15": "»M« kan ikke læses",
    "Jan holder åbent mandag 10-12": "Er det et navn",
    "Café Jan har åbent mandag 10-12": "Er det et navn",
    "Varmestuen: 9-15, herberget: 16-8": "både »herberget« og »varmestuen«",
    "Lukket i juli, dog åbent torsdage 10-12; man-fre 9-15": "for sig",
    "Mandag 9-12, dog 13-15 i juli": "»dog« kan ikke læses",
    "man-fre 9-12, ellers 13-15": "»ellers« kan ikke læses",
    "Man-tors 10-16 (også lørdag)": "Der mangler et klokkeslæt",
    "Personlig henvendelse man-fre 9-12": "»Personlig« kan ikke læses (tegn 1)",
    "Man-fre 9-15. Lukket 23.12-02.01": "Er det datoer",
    "Man-fre 9-15. Lukket 10.12-12.12": "Er det datoer",
    "man-fre 9-15, lukket 18-20": "skal den ligge i åbningstiden",
    "man-fre 12-13 lukket": "Hvilke dage er der lukket?",
    "man-fre 9-15; 18-20": "Hvilke dage gælder det i »18-20«",
    "lige uger: mandag 9-12, tirsdag 9-12": "Gælder »tirsdag« (tegn 25) også kun »lige uger«?",
    "Juni-august: man-tors 10-14, fre 10-12": "også kun »Juni-august«?",
    "juli: man-fre 10-14; man-fre 9-16": "også kun »juli«?",
    "Juni-august: alle dage 10-14 undtagen fredag; sep-maj: man-fre 9-16": "også kun »Juni-august«?",
    "Mandag i juli 10-12, tirsdag 9-12": "Gælder »tirsdag« (tegn 22) også kun »juli«?",
    "Mandag 10-12 i juli, tirsdag 9-12": "Gælder »tirsdag« (tegn 22) også kun »juli«?",
    "Onsdag 16-18 i ulige uger og torsdag 16-18": "Gælder »torsdag« (tegn 30) også kun »ulige uger«?",
    "Torsdage i uge 10-20 kl. 16-18, fredag 9-12": "Gælder »fredag« (tegn 33) også kun »uge 10-20«?",
    "man-fre 9-15, 1. juni-31. august 9-13": "Hvilke dage",  # the weekends too?
    "kl. 9-15": "Hvilke dage",
    "20-08": "Hvilke dage",
    "alle hverdage 9-15, fra 1/8 9-16": "»1/8« (tegn 25) har kun den ene ende",
    "fra 1. august: man-fre 9-16": "har kun den ene ende",
    "til 1. august man-fre 9-16": "har kun den ene ende",
    "Tirsdage fra kl. 19": "»19« (tegn 18) har kun den ene ende",
    "man-fre 9-16 juli man-fre 10-14": "kan ikke læses",
    "mandag den 24. december lukket, man-fre 9-15": "uden ugedag",
    "Åbent man-fre 10-12, telefontid man-fre 9-15": "både åbningstid og »telefontid«",
    "man-fre 9-3": "Skriv »09:00-15:00« eller »09:00-03:00«",
    "man-tors 9.30-15.30, fre 9-1.30": "Skriv »09:00-13:30« eller »09:00-01:30«",
    "mandag 8-12 og 1-4": "Skriv »13:00-16:00« eller »01:00-04:00«",
    "torsdag kl. 12-8": "om dagen eller om natten",
    "Uge 29-31 lukket": "Her står kun, hvornår der er lukket",
    "kl 8 til 16": "Hvilke dage",
    "Mandag 9-15, tirsdag\nlukket fredag 12-13": "mangler et klokkeslæt ved »tirsdag«",
    "Mandag 9-12, 13-15 fre, 9-15 søn": "kan ikke læses (tegn 1)",
    "Man-fre 9-15. Sommerferielukket uge 28-30 (6.-26. juli)": "Er det ugerne eller datoerne",
    "Man-fre 9-15. Lukket i juli (uge 42)": "Er det måneden eller ugerne",
    "Hver 14. dag mandag kl. 10-12": "»lige uger« eller »ulige uger«",
    "Torsdag 9-15 (uge 34-41 og uge 50), søndag 9-15": "Gælder »søndag« (tegn 37) også kun",
    "Onsdag 10-12 (uge 29-34). Ferielukket i uge 28-36": "Her står begge dele",
    "Torsdag 9-15 i uge 31 og 52, uge 34: lukket": "kan ikke læses",
    "Mandag 16-18 (uge 25 og 51) (uge 17 lukket)": "kan ikke læses",
    "Tirsdag 9-11 i uge 38-42, 10-12 2. mandag i måneden": "uger eller klokkeslæt",
    "19-21 søndag, fredag 16-18, 10-12 onsdag": "kan ikke læses",
    "Mandag 13-15, 10-12 tors (søn lukket)": "kan ikke læses (tegn 1)",
    "Man-fre 9-15\nlukket 12-13 torsdag, søndag 12-13": "kan ikke læses (tegn 21)",
    "9-15 mandag og tirsdag lukket": "kan ikke læses",
    "Man-\n17-19": "Hvilke dage gælder det i »17-19«",
    "Efter aftale": "Om åbningstiden",
    "man-fre 9-15. Jul og nytår lukket": "Er det julen eller juli?",
    "1. og 3. lørdag i måneden": "Der mangler et klokkeslæt",
    "man-fre 9-15, lukket 24/12-2026": "»2026« kan ikke læses",
    "man-fre 9-15, lukket 1/11-26": "»26« kan ikke læses",
    "1. november 2026: man-fre 9-15": "skriv datoen uden årstal",
    "Den 15. i måneden 10-12": "ny ugedag hver måned",
    "man-fre 9 AM - 3": "om dagen eller om natten",
    "Midlertidigt lukket": "kan ikke læses",
    "07:00-14:00; PH Su off": "Helligdage og ugedage skal have komma imellem",
    "uge 60 lukket, man-fre 9-15": "Uge 60 findes ikke",
    "Alle hverdage 9-15 undtagen fredag 9-13": "Er der åbent eller lukket 09:00-13:00 »fredag«",
    "Man-fre 9-15 undtagen fredag. Fredag 9-12": "Her står begge dele",
    "Hverdage 9-15. Lukket weekend. Lørdag 10-12.": "Her står begge dele",
    "lukket torsdag og fredag 9-12, mandag-onsdag 9-15": "Er der åbent eller lukket",
    "Hver tredje lørdag 10-12": "Skriv »3. lørdag i måneden«",
    "Hver 4. fredag 10-12": "Skriv »3. lørdag i måneden«",
    "1. Mandag 9-12\n2. Tirsdag 9-12": "nummeret i en liste",
    "Fra uge 33: onsdag 15-18": "har kun den ene ende",
    "Onsdag 15-18 til og med uge 25": "har kun den ene ende",
    "Vi åbner i uge 33. Onsdag 15-18": "har kun den ene ende",
    "Hverdage 9-15, i uge 7 9-12": "Hvilke dage",
    "Maj 10-12": "Hvilke dage",
    "Mandag 10-12 og torsdag 16-18 i lige uger": "Gælder »lige uger« (tegn 33) også »Mandag«?",
    "Mandag i lige uger og tirsdag 10-12": "kan ikke læses (tegn 1)",
    "Tirsdag 10-12-14-16": "kan ikke læses",
    "Hverdage 9-15, 10-12 lørdag": "kan ikke læses|mangler et klokkeslæt",
    "Hverdage 9-15 og 14-18": "går ind over hinanden",
    "Hverdage 9-12, 13-15 lørdag, søndag 11-12": "kan ikke læses",
    "Tirsdag kl. 13-5": "Skriv »13:00-17:00« eller »13:00-05:00«",
    "man-fre 9-16, måske": "»måske« kan ikke læses (tegn 15)",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_it_is_understood(text):
    assert tidy_hours(text) == WRITTEN[text]
    check(WRITTEN[text])


@pytest.mark.parametrize("text", ASKED)
def test_what_cannot_be_known_is_asked_about(text):
    with pytest.raises(OpeningHoursError) as refused:
        tidy_hours(text)
    assert re.search("|".join(map(re.escape, ASKED[text].split("|"))), str(refused.value))


with (ROOT / "tests/hours/as_written.tsv").open(encoding="utf-8", newline="") as lines:
    AS_WRITTEN = [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("line", AS_WRITTEN, ids=lambda line: line["written"])
def test_what_places_write_is_never_misread(line):
    """Judged by hand before it was tried; "?" is what a careful reader would ask about."""
    text = line["written"].replace("\\n", "\n").replace("\\t", "\t")
    if line["means"] == "?":
        with pytest.raises(OpeningHoursError):
            tidy_hours(text)
    else:
        assert compiled(tidy_hours(text), (), YEARS) == compiled(line["means"], (), YEARS)


def test_a_refusal_tells_of_what_was_typed_not_of_what_it_became():
    with pytest.raises(OpeningHoursError) as refused:
        tidy_hours("man-fre 9-16, måske")
    assert "09:00" not in str(refused.value)


@pytest.mark.parametrize("text", sorted({offer.opening_hours for offer in LIBRARY.offers if offer.opening_hours}))
def test_what_can_be_read_already_is_not_touched(text):
    assert tidy_hours(text) == text


clock = some.tuples(some.integers(0, 23), some.sampled_from([0, 15, 30, 45]))


@given(
    some.lists(
        some.tuples(
            some.sampled_from(sorted(DAYS)),
            some.integers(0, 3),
            clock,
            clock,
            some.sampled_from(["-", " - ", "–", " til "]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda line: line[0],
    ),
    some.sampled_from(["; ", "\n", ", "]),
)
def test_any_week_in_danish_words_means_the_same(lines, between):
    danish, osm = [], []
    for day, word, (hour, minute), (to_hour, to_minute), dash in lines:
        name = DAYS[day][word % len(DAYS[day])]
        start = f"{hour}" if not minute else f"{hour}.{minute}"
        end = f"{to_hour}.{to_minute:02}"
        danish.append(f"{name} kl. {start}{dash}{end}")
        osm.append(f"{day} {hour:02}:{minute:02}-{to_hour:02}:{to_minute:02}")
    try:
        meant = in_osm(between.join(danish))
    except OpeningHoursError:
        # One moment is no time, and of "9-3" nobody knows whether it is by night.
        assert any(start == end or (start[0] <= 15 and 1 <= end[0] <= 11) for _, _, start, end, _ in lines)
        return
    assert meant.replace(", ", "; ") == "; ".join(osm)  # ", " where a night would be cut


DAYS_NAMED = {
    "mandag": [0],
    "ons": [2],
    "fre.": [4],
    "lørdag": [5],
    "søn": [6],
    "weekend": [5, 6],
    "hverdage": range(5),
}
named = some.sampled_from(sorted(DAYS_NAMED))
hours_ = some.sampled_from(["9-15", "kl. 10-12", "13-15", "19-21"])
line = some.tuples(
    named, some.sampled_from(["{day} {hours}", "{day}: {hours}", "{day}\n{hours}", "{hours} {day}"]), hours_
)


@given(
    some.lists(line, min_size=1, max_size=3),
    some.sampled_from([", ", "\n", "; ", ". "]),
    some.sampled_from(["\n", ". ", ", ", " (", "; "]),
    some.sampled_from(["lukket", "ferielukket", "undtagen", "ikke"]),
    some.sampled_from(["{closed} {day}", "{day} {closed}", "{closed} {day} {hours}", "{closed} {hours} {day}"]),
    named,
    hours_,
    some.none() | line,
)
def test_what_is_closed_is_closed_and_nothing_else(lines, between, before, closed, form, day, clock, after):
    def said(one) -> str:
        return one[1].format(day=one[0], hours=one[2])

    phrase = form.format(closed=closed, day=day, hours=clock) + (")" if before == " (" else "")
    text = between.join(map(said, lines)) + before + phrase + (f", {said(after)}" if after else "")
    opened = {number for one in lines for number in DAYS_NAMED[one[0]]}
    later = set(DAYS_NAMED[after[0]]) if after else set()
    without = (opened | later) - set(DAYS_NAMED[day])
    try:
        table = compiled(tidy_hours(text), (), range(2026, 2027))
    except OpeningHoursError:
        return
    found = {number for number, spans in enumerate(table["week"]) if spans}
    if "{hours}" in form:  # closed then only, which may be all there is on that day
        assert without <= found <= opened | later, text
    else:
        assert found in (without, (opened - set(DAYS_NAMED[day])) | later), text


SEASONS = {"uge 10-20": "week 10-20", "ulige uger": "week 1-53/2", "juli": "Jul", "1/5-30/9": "May 01-Sep 30"}
CLOSINGS = {"lukket 24/12": "Dec 24", "24. december lukket": "Dec 24", "juli lukket": "Jul"}
seasonal = some.tuples(
    named,
    hours_,
    some.sampled_from(sorted(SEASONS)),
    some.sampled_from(["{season} {day} {hours}", "{day} i {season} {hours}", "{day} {hours} i {season}"])
    | some.sampled_from(["{day} {hours} ({season})", "{day} ({season}) {hours}", "{day} {hours}", "{hours} {day}"]),
)


@given(
    some.lists(seasonal, min_size=1, max_size=3),
    some.sampled_from([", ", "\n", "; "]),
    some.none() | some.tuples(some.sampled_from([", ", "\n", " "]), some.sampled_from(sorted(CLOSINGS))),
)
def test_a_season_is_that_of_its_own_days(lines, between, closing):
    """Or it is asked whose it is."""
    text = between.join(form.format(day=day, hours=hours, season=season) for day, hours, season, form in lines)
    text += "".join(closing or ())
    year = (date(2026, 1, 1), 365)
    opened = [
        f"{SEASONS[season] if '{season}' in form else ''} {','.join(list(DAYS)[number] for number in DAYS_NAMED[day])}"
        for day, _, season, form in lines
    ]
    of_rules = [rules_of(f"{days} 10:00-12:00".strip())[0].on(*year) for days in opened]
    shut = rules_of(f"{CLOSINGS[closing[1]]} off")[0].on(*year) if closing else (False,) * 365
    try:
        found = begun_between(tidy_hours(text), date(2026, 1, 1), date(2026, 12, 31))
    except OpeningHoursError:
        return
    assert [bool(found[day]) for day in sorted(found)] == [
        any(here) and not closed for *here, closed in zip(*of_rules, shut, strict=True)
    ]


@given(some.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    try:
        in_osm(text)
    except OpeningHoursError as refused:
        assert str(refused).strip()
