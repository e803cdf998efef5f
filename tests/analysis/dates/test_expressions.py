"""What each kind of expression comes to: one line for each, the way to add another.

A line is: the text with the expected mentions in square brackets, and their values in order. Published on Monday,
21 October 2024, unless a test says otherwise.
"""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from newsindex.analysis.dates import find_dates

PUBLISHED = date(2024, 10, 21)

DAYS = """
On [8 October], it was reported. = 2024-10-08
On [October 8], it was reported. = 2024-10-08
On [Oct. 8], it was reported. = 2024-10-08
It ended on [3rd of May 2019]. = 2019-05-03
It ended on [May 3, 2019]. = 2019-05-03
They met on [Tuesday, 8 October], in Rome. = 2024-10-08
They met on [Tuesday 8 October 2024]. = 2024-10-08
It began on [23 June last year]. = 2023-06-23
It will open on [15 January]. = 2025-01-15
The fair was opened on [12 December]. = 2023-12-12
It took office on [December 8, 2021]. = 2021-12-08
KYIV, [Oct 21] (Reuters) - Talks began. = 2024-10-21
Signed on [2024-10-08] in Kyiv. = 2024-10-08
Signed on [8.10.2024] in Kyiv. = 2024-10-08
Signed on [10/8/2024] in Kyiv. = 2024-10-08
Signed on [21/10/2024] in Kyiv. = 2024-10-21
It opens on [the second Tuesday of November]. = 2024-11-12
It closed on [the last day of September]. = 2024-09-30
They must be ready by [1 November]. = 2024-11-01
He was named prime minister until [1 March]. = 2025-03-01
He would not speak of the letter of [5 July]. = 2024-07-05
The final is [29 September]. = 2025-09-29
He spoke [this Monday, 21 October]. = 2024-10-21
It is a holiday, [the Fourth of July]. = 2024-07-04
the [9/11] attacks = 2001-09-11
the [Sept. 11] attacks = 2001-09-11
It was on [25-Dec-2023]. = 2023-12-25
It was on [2023/12/25]. = 2023-12-25
It will come in [the first week of November]. = 2024-W45
It came in [the first week of November]. = 2023-W44
It will come in [the last week of November]. = 2024-W48
It was on [the 3rd of October]. = 2024-10-03
It fell on [Wed. Oct. 16], a holiday. = 2024-10-16
It has been shut since [October six] by an earthquake. = 2024-10-06
Payable [November one], holders of record [October nine]. = 2024-11-01 2024-10-09
It was signed on [June four, 2019]. = 2019-06-04
In [May] four people died. = 2024-05
In [May] one and a half million came. = 2024-05
In [June] [two-day] strikes followed. = 2024-06 P2D
Pay [November one] Record [October nine] = 2024-11-01 2024-10-09
He spoke later on [Friday], and again earlier on [20 October]. = 2024-10-18 2024-10-20
There was a curfew from [Tuesday]. = 2024-10-22
They declared [two days] of mourning from [Thursday]. = P2D 2024-10-24
A return is possible as soon as [Friday]. = 2024-10-25
He left [two Tuesdays ago]. = 2024-10-08
It will begin on [Friday week]. = 2024-11-01
The Games open on [24 July 2028] and run until [9 August]. = 2028-07-24 2028-08-09
Polls open on [Thursday], and markets were pricing in a rise in [December]. = 2024-10-24 2024-12
It was on [Weds 16 Oct], on [5 Nov '18] and on [the 5th of this month]. = 2024-10-16 2018-11-05 2024-10-05
"""

LISTS_AND_RANGES = """
on [13], [14] and [16 October] = 2024-10-13 2024-10-14 2024-10-16
from [8] to [13 October] = 2024-10-08 2024-10-13
[8]–[10 October] = 2024-10-08 2024-10-10
[October 24]-[25] = 2024-10-24 2024-10-25
between [Oct. 8] and [13] = 2024-10-08 2024-10-13
between [March] and [June] = 2024-03 2024-06
It will rain in [November], [December] and [January]. = 2024-11 2024-12 2025-01
from [1939] to [1945] = 1939 1945
in [1939]-[45] = 1939 1945
[1991]–[1997] = 1991 1997
from [Monday] to [Friday] = 2024-10-21 2024-10-25
in [1990], [1991] and [1992] = 1990 1991 1992
the season of [2022]/[2023] = 2022 2023
between [March] and [June 2021] = 2021-03 2021-06
from [November] to [February 2023] = 2022-11 2023-02
from [30 September] to [2 October 2023] = 2023-09-30 2023-10-02
Open [Mon]-[Fri] = 2024-10-21 2024-10-25
from [Tues.] to [Thurs.] = 2024-10-15 2024-10-17
They will meet from [Monday 28 October] to [Friday 1 November]. = 2024-10-28 2024-11-01
They will meet from [Monday 4] to [Friday 8 November]. = 2024-11-04 2024-11-08
in [the first] and [second quarters of 2023] = 2023-Q1 2023-Q2
in [the late 18th] and [early 19th centuries] = 17 18
between [2pm] and [4pm on Friday] = 2024-10-18T14:00 2024-10-18T16:00
at [1900]-[2100 GMT] = 2024-10-21T19:00Z 2024-10-21T21:00Z
"""

WEEKDAYS = """
She was found [early on Thursday], he [late on Friday evening]. = 2024-10-17 2024-10-18TEV
It closed [late on 3 October]. = 2024-10-03
He spoke to [weekend] crowds, after a long weekend. = 2024-W42-WE
It was lost [two weekends ago]. = 2024-W41-WE
It opens on [the first weekend of November]. = 2024-W44-WE
He said so on [Friday]. = 2024-10-18
He said so on [Monday]. = 2024-10-21
The bank will close on [Friday]. = 2024-10-25
It is expected to be signed [Thursday]. = 2024-10-24
The force used missiles to hit the town on [Tuesday]. = 2024-10-15
She agreed to leave on [Tuesday]. = 2024-10-22
The party won 54% of the vote on [Saturday]. = 2024-10-19
He came [last Friday]. = 2024-10-18
He comes [next Friday]. = 2024-11-01
He comes [this coming Friday]. = 2024-10-25
He came on [Sunday, 17 March]. = 2024-03-17
He was to speak on [Sunday 17 March]. = 2024-03-17
It was decided on [Tuesday of last week]. = 2024-10-15
It must be paid by [Wednesday]. = 2024-10-23
Voters in [Sunday]'s runoff chose her. = 2024-10-20
Banks agreed to stay shut after the court [Friday] ruled. = 2024-10-18
He decided to stay, and the president on [Friday] called him. = 2024-10-18
The board [Friday] will discuss what was said. = 2024-10-25
The fair, which opens on [Friday], was paid for [long ago]. = 2024-10-25 PAST_REF
He had been expected back on [Friday]. = 2024-10-18
The shop was told that it has until [Friday]. = 2024-10-25
The vote is on [Friday]. = 2024-10-25
He spoke at length, and on [Friday], he will speak again. = 2024-10-25
The hearing was adjourned until [Friday]. = 2024-10-25
He said that on [Thursday] and [Friday] they would meet. = 2024-10-24 2024-10-25
It fell on [Thursday], [Friday] and [Monday]. = 2024-10-17 2024-10-18 2024-10-21
She plays at home on [Saturday]. = 2024-10-26
It will open [two weeks from Tuesday]. = 2024-11-05
He came [a week ago Sunday]. = 2024-10-13
They met over [the Thanksgiving weekend]. = 2024-W48-WE
They met on [the weekend of May 4]. = 2024-W18-WE
It is shut [Friday] to [Sunday]. = 2024-10-18 2024-10-20
It opens [a week on Tuesday]. = 2024-10-29
Four died ahead of [Thursday]'s vote. = 2024-10-24
He spoke ahead of a meeting with the king on [Friday]. = 2024-10-25
[Friday]'s report is expected to show growth. = 2024-10-25
He praised [Friday]'s vote but would not say more. = 2024-10-18
It will be raised at [Wednesday]'s meeting. = 2024-10-23
Fees rose, effective [Wednesday]. = 2024-10-23
If it is not settled by [Friday], they leave. = 2024-10-25
It had sold them all by [Friday]. = 2024-10-18
By [Friday], 20 had fled. = 2024-10-18
Many were hurt by [Friday]'s storm. = 2024-10-18
It goes to parliament on [Friday]. = 2024-10-25
Taking the plan to parliament on [Friday], he said that it would help. = 2024-10-18
The minister, chosen on [Friday], will face a test. = 2024-10-18
Rain is likely in the north on [Wednesday], the office said. = 2024-10-23
They prepared for a [Thursday] vote. = 2024-10-24
It will rain [tonight] and [Tuesday]. = 2024-10-21TNI 2024-10-22
Crowds await [Sunday]'s game. = 2024-10-27
England face Moldova on [Sunday]. = 2024-10-27
He could not flee as the storm tore through on [Sunday]. = 2024-10-20
It closed on [Monday], [Thursday] and [Friday]. = 2024-10-21 2024-10-17 2024-10-18
It rained [this past weekend]. = 2024-W42-WE
On [18 October], he spoke. [The following weekend], he left. = 2024-10-18 2024-W43-WE
"""

MONTHS_AND_YEARS = """
sales in [the quarter] ended [June 30], = 2024-Q2 2024-06-30
in [late summer] and [early spring] = 2024-SU 2024-SP
at [the 1986 year-end] = 1986
in [the fall] and by [the spring] = 2024-FA 2025-SP
in [October 2024] = 2024-10
In [May], it passed a law. = 2024-05
The firm was founded in [November]. = 2023-11
A summit is set for [November]. = 2024-11
It will be given in [December]. = 2024-12
He arrived [last June]. = 2024-06
since [1985] = 1985
a [1995] law = 1995
until [2027] = 2027
in [the '60s] = 196X
in [the 1990s] = 199X
in [the nineties] = 199X
[the 20th century] = 19
[late 2022] = 2022
[mid-June] = 2024-06
[the late 1970s] = 197X
[the first half of 2023] = 2023-H1
[the first half of October] = 2024-10
[the third quarter] = 2024-Q3
[the third quarter of 2023] = 2023-Q3
[Q3 2023] = 2023-Q3
[FY2023] = 2023
in [the noughties] = 200X
[the spring of '68] = 1968-SP
[the month of May] = 2024-05
[fiscal 2025] = 2025
[the summer of 2022] = 2022-SU
[last winter] = 2023-WI
In [May 2020], he left. [The previous summer], he had come. = 2020-05 2019-SU
In [the year] since the vote, little changed. = P1Y
[the week of 3 June] = 2024-W23
[last weekend] = 2024-W42-WE
in [nineteen ninety-six] = 1996
He was born around [1532]. = 1532
It was signed in [1559], and lost by [1601]. = 1559 1601
[the second half of the 20th century] = 19
at [the beginning of the 20th century] = 19
in [the mid-to-late 1990s] = 199X
before [the end of the month] = 2024-10
[the rest of the week] = 2024-W43
until [the end of the decade] = 202X
in [the summer months] = 2024-SU
in [the next fiscal year] = 2025
[the fourth quarter of fiscal 2024] = 2024-Q4
[the last quarter of 2023] = 2023-Q4
at [the end of March] = 2024-03
At [the end of 2015], he left. = 2015
the [late February] Paris talks = 2024-02
since [early last October] = 2023-10
in [late April this year] = 2024-04
In [May 2020], he left. [The previous January], he had come. = 2020-05 2020-01
in [the 2013 fiscal year] = 2013
[the first half of fiscal 2013] = 2013-H1
in its [second fiscal quarter] = 2024-Q2
in [the July-September quarter] = 2024-Q3
in [the April to June period] = 2024-Q2
goals of [this season] and [last season] = 2024 2023
the [1986] year figures = 1986
He held [most of 2023], [much of last year] and [a good part of June]. = 2023 2023 2024-06
It rained for [much of the 1990s]. = 199X
They will be gone for [the remainder of the month]. = 2024-10
Work is to end by [midweek]. = 2024-W43
In [May 2020], he left; he came back [that autumn]. = 2020-05 2020-FA
He had pushed the sale from [March] into [May]. = 2024-03 2024-05
It was built in [the 1600s]. = 16
in [the early to mid-1990s] = 199X
by [month-end], or [the month's end], or [the quarter-end] = 2024-10 2024-10 2024-Q4
by [the decade's end] = 202X
in [2027] or [2028], or in [late 2028] or [early 2029] = 2027 2028 2028 2029
by [mid-year], by [mid-century] = 2024 20
[First-half] profit, and [second-half 2023] sales, fell 2 percent. = 2024-H1 2023-H2
It fell in [the first quarter of the year]. = 2024-Q1
[March] sales rose. = 2024-03
[August] was dry. = 2024-08
in [the fifth century BC], around [500 B.C.] = BC04 BC0500
in [the year of 1925], [the winter season of 2022-2023] = 1925 2022-WI
in [the July-to-September quarter], in [the second half of this century] = 2024-Q3 20
It could be held as soon as [May]. = 2025-05
In [the decade] to [2019], it grew. = P10Y 2019
It was on Independence Day [2003]. = 2003
Officials knew as long ago as [1988] of it. = 1988
In [the 1980s], firms borrowed. Throughout [the decade], they failed. = 198X 198X
During [the spring] and [summer], it fell. = 2024-SP 2024-SU
"""

RELATIVE = """
On [18 October], he left, [the day] before the vote, [the night] after the storm. = 2024-10-18 2024-10-17 2024-10-19TNI
He left [the day after 3 October], she [the day before last Tuesday]. = 2024-10-04 2024-10-14
He spoke on [Friday], first since [30 July]. [The next day], he left. = 2024-10-18 2024-07-30 2024-10-19
She will come in [2026], and leave [later that year]. = 2026 2026
They will meet on [28 October] and vote [the next day]. = 2024-10-28 2024-10-29
Profit rose from $2 million [a year earlier], sales from $8 million [a year earlier]. = 2023 2023
[a year ago this week] and [ten years ago last month] = 2023-W42 2014-09
It fell below the [July 30] low. [Earlier in the day], he spoke. = 2024-07-30 2024-10-21
It was a song of [the 1990s]. It came out again [that week]. = 199X 2024-W43
[yesterday] = 2024-10-20
[the day after tomorrow] = 2024-10-23
[this week] = 2024-W43
[last month] = 2024-09
[next year] = 2025
[early next year] = 2025
[two days ago] = 2024-10-19
[three weeks ago] = 2024-W40
[a month ago] = 2024-09
[five years ago] = 2019
[half a century ago] = 1974
in [two weeks' time] = 2024-W45
[a few days ago] = PAST_REF
[recently] = PAST_REF
The [recent] floods struck the [current] government's seat. = PAST_REF PRESENT_REF
[now] = PRESENT_REF
[currently] = PRESENT_REF
in [the near future] = FUTURE_REF
in [the coming days] = PXD
On [18 October], he spoke. [A day later], she did. = 2024-10-18 2024-10-19
On [18 October], he spoke. [The same day], she did. = 2024-10-18 2024-10-18
On [18 October], he spoke. They will go by [1 November]. [The next day], she did. = 2024-10-18 2024-11-01 2024-10-19
In [2015], he left. [A year earlier], he had come. = 2015 2014
[a year from now] = 2025
[the year before last] = 2022
[more than two decades ago] = 2004
[over half a century ago] = 1974
[10,000 years ago] = PAST_REF
[48 hours ago] = 2024-10-19
[a year and a half ago] = 2023-04
On [18 October], he left; [later in the day], she did. = 2024-10-18 2024-10-18
[a couple of years back] = 2022
[the same period last year] = 2023
[the same month last year] = 2023-10
[the other day] = PAST_REF
a thing of [the past], not of [the foreseeable future] = PAST_REF FUTURE_REF
It will [one day] be true. = FUTURE_REF
On [5 November 2019], he spoke, but he left [that Thursday]. = 2019-11-05 2019-11-07
[a dozen years ago] = 2012
[two or three years ago] = PAST_REF
[12 to 18 months ago] = PAST_REF
[moments ago] and [a little while ago] = PAST_REF PAST_REF
He was found [hours later], as he had been [months earlier]. = PTXH PXM
On [18 October], he spoke. [The night before], he had not slept. = 2024-10-18 2024-10-17TNI
[This time last year], he was poor. = 2023
[a century ago] and [two decades ago] = 1924 2004
In [the winter of 2019], he left; he came back [nine months later]. = 2019-WI 2020-09
It made $2 million in [the quarter] ended [June 28], from $3 million [a year earlier]. = 2024-Q2 2024-06-28 2023-Q2
In [the not too distant future], over [the next decade or so], it will end. = FUTURE_REF P10Y
For [the year]-to-date, it rose. = 2024
[13 billion years ago] = PAST_REF
They had come [the night before] from Rome. = 2024-10-20TNI
It ends [a week from today], or [a fortnight tomorrow]. = 2024-10-28 2024-11-05
It began [ten years ago today]. = 2014-10-21
Founded in [1927], it began to fly there [the next year]. = 1927 1928
"""

TIMES = """
Power will be off from [11pm] to [9am on Thursday morning]. = 2024-10-23T23:00 2024-10-24T09:00
It trades from [1800] to [2100 hrs]. = 2024-10-21T18:00 2024-10-21T21:00
They fled on [Saturday afternoon, Oct. 19, 2024]. = 2024-10-19TAF
The shares were lower at [mid-day]. = 2024-10-21T12:00
She began [late in the afternoon of Sept. 2]. = 2024-09-02TAF
Some big deals of [the 1980's] came in [the late 1980's]. = 198X 198X
Polls close at [8 p.m. ET] and at [7 p.m. PT]. = 2024-10-21T20:00-04:00 2024-10-21T19:00-07:00
He spoke on [January 19, 2018, at 3 p.m. ET]. = 2018-01-19T15:00-05:00
He spoke on [April 10, 2005, at 3 p.m. ET]. = 2005-04-10T15:00-04:00
He spoke on [April 10, 1985, at 3 p.m. ET]. = 1985-04-10T15:00-05:00
The race is at [10 p.m. EDT] ([0200 GMT]). = 2024-10-21T22:00-04:00 2024-10-22T02:00Z
The race was at [1 a.m. EST on Saturday]. = 2024-10-19T01:00-05:00
It was issued at [4:28am AEST, October 14]. = 2024-10-14T04:28+10:00
Updated [October 18, 2024 07:31pm] = 2024-10-18T19:31
Posted [Jun 21, 2012 - 7:37PM] = 2012-06-21T19:37
It stopped in [the early morning hours]. It began in [the early hours of the morning]. = 2024-10-21TMO 2024-10-21TMO
He was killed in [the early hours of November 13 last year]. = 2023-11-13TMO
They were woken in [the predawn hours of Friday]. He came [later in the morning]. = 2024-10-18TMO 2024-10-18TMO
Rain will spread through the west [early tonight]. = 2024-10-21TNI
He was named at [01.15am Monday]. = 2024-10-21T01:15
The first bomb went off at [9:40 p.m.]; the second came [20 minutes later]. = 2024-10-21T21:40 2024-10-21T22:00
At [11 p.m. on Friday] he left. [Two hours later] he was back. = 2024-10-18T23:00 2024-10-19T01:00
They were heard on [Sunday at about 8.30 pm]. = 2024-10-20T20:30
He died after [midnight on the morning of Aug. 18, 2001]. = 2001-08-18T00:00
He was questioned on [Friday]. [10.03am]: He is free. = 2024-10-18 2024-10-21T10:03
It ended at [4:30 a.m.] On [Friday], six left. = 2024-10-21T04:30 2024-10-18
at [10:35 a.m.] = 2024-10-21T10:35
at [10 p.m. on Wednesday] = 2024-10-23T22:00
at [14:30 on 3 October] = 2024-10-03T14:30
at [noon] = 2024-10-21T12:00
at [0735 GMT] = 2024-10-21T07:35Z
until [9 a.m. EST Tuesday], officials will wait = 2024-10-22T09:00-05:00
on [Friday evening] = 2024-10-18TEV
[last night] = 2024-10-20TNI
[this morning] = 2024-10-21TMO
on [the night of October 7] = 2024-10-07TNI
[Friday at 8pm] = 2024-10-18T20:00
at [midnight on New Year's Eve] = 2024-12-31T24:00
On [18 October], he rose at [4 p.m. the previous day]. = 2024-10-18 2024-10-17T16:00
at [10:30 p.m.] ([21:30 GMT]) on [Saturday] = 2024-10-19T22:30 2024-10-19T21:30Z 2024-10-19
by [late afternoon] = 2024-10-21TAF
at [half past nine] = 2024-10-21T09:30
At [dawn on Friday], they left. = 2024-10-18TMO
at [quarter to ten in the evening on Friday] = 2024-10-18T21:45
at [11:30 at night] = 2024-10-21T23:30
at [5:35 on Friday afternoon] = 2024-10-18T17:35
since [five o'clock this morning] = 2024-10-21T05:00
at [0830 local time] = 2024-10-21T08:30
at [1430 GMT] = 2024-10-21T14:30Z
until [2400 GMT] = 2024-10-21T24:00Z
at [1430 hours on Friday] = 2024-10-18T14:30
at [3 p.m. Eastern time on Friday] = 2024-10-18T15:00-04:00
at [ten o'clock in the morning] = 2024-10-21T10:00
at [9 in the evening] = 2024-10-21T21:00
at [12 noon] = 2024-10-21T12:00
at [10:30 p.m. local time Saturday] = 2024-10-19T22:30
The curfew runs from [9 p.m.] until [5 a.m.] = 2024-10-21T21:00 2024-10-22T05:00
A curfew runs from [midnight] to [6 a.m.] = 2024-10-21T24:00 2024-10-22T06:00
The [three-year-old] civil war killed many. = P3Y
A [50-year-old] alliance of a [12-year-old] firm. = P50Y P12Y
He was born on [New Year's Day in 1961]. = 1961-01-01
The season will run from [late May] to [early September]. = 2025-05 2025-09
[2Q] profit rose and [1H] revenue fell. = 2024-Q2 2024-H1
It earned $1 in [2Q19] and [4Q 2018]. = 2019-Q2 2018-Q4
from [2] to [4 p.m. on Friday] = 2024-10-18T14:00 2024-10-18T16:00
between [11:30] and [2 p.m.] = 2024-10-21T11:30 2024-10-21T14:00
open [9]–[11am] = 2024-10-21T09:00 2024-10-21T11:00
The town was shelled [overnight]. = 2024-10-20TNI
It froze [overnight Friday]. = 2024-10-18TNI
They left before [dawn]. = 2024-10-21TMO
[early this morning] and [late last night] = 2024-10-21TMO 2024-10-20TNI
It was [the early hours of Tuesday]. = 2024-10-15TMO
He died in [the small hours of 3 October]. = 2024-10-03TMO
It began at [midnight local time]. = 2024-10-21T24:00
It struck at [11 p.m. on Saturday]. By [8 a.m.], it was over. = 2024-10-19T23:00 2024-10-20T08:00
He left on [Saturday night] and came in [the morning]. = 2024-10-19TNI 2024-10-20TMO
He spoke on [Friday]. A call is scheduled for [10 a.m.] = 2024-10-18 2024-10-21T10:00
The rain should stop [overnight]. = 2024-10-21TNI
They worked through [the night]. = 2024-10-20TNI
The talks begin at [6 p.m. Paris time on Friday]. = 2024-10-25T18:00
It ended at [1600 London time]. = 2024-10-21T16:00
It opens at [10 a.m. Hong Kong time], [8:30 a.m. Eastern Standard Time]. = 2024-10-21T10:00 2024-10-21T08:30-05:00
The train left at [ten to nine] and came at [twenty past four]. = 2024-10-21T08:50 2024-10-21T04:20
He came [mid-afternoon on Friday], in [the early morning hours of Sunday]. = 2024-10-18TAF 2024-10-20TMO
He came at [8 last night] and left at [six in the morning]. = 2024-10-20T20:00 2024-10-21T06:00
It came at [11 on Sunday morning], and by [two tomorrow afternoon] it will be gone. = 2024-10-20T11:00 2024-10-22T14:00
They play at [19.45 BST]. = 2024-10-21T19:45+01:00
It will come at [8 a.m.] ([1200 GMT]) on [Monday]. = 2024-10-21T08:00 2024-10-21T12:00Z 2024-10-21
They worked through [the night] and failed. = 2024-10-20TNI
The ceremony is at [9 p.m. Sunday]. = 2024-10-27T21:00
It fell on [July 1]. It was up at [0821 GMT]. = 2024-07-01 2024-10-21T08:21Z
He left at [8.30 on Sunday evening], and came at [dawn on Monday]. = 2024-10-20T20:30 2024-10-21TMO
It will be held at [dawn tomorrow]. = 2024-10-22TMO
The talks ran on into [the night]. = 2024-10-20TNI
They came out at [4:12 p.m.] and [6:51]. = 2024-10-21T16:12 2024-10-21T18:51
It was signed on [27 July 1953]. He was back by [7 p.m.] = 1953-07-27 2024-10-21T19:00
He left on [Saturday]. By [9 the next morning], she had gone. = 2024-10-19 2024-10-20T09:00
It fell in [the week] to [June 14]. It stood there [around midday]. = 2024-W24 2024-06-14 2024-10-21T12:00
The [5:40 p.m.] launch slipped to [7:12 the next morning]. = 2024-10-21T17:40 2024-10-22T07:12
[Sunday, 20 October, 2024, 13:07 GMT] [14:07 UK] = 2024-10-20T13:07Z 2024-10-20T14:07
[10/20/2024 08:06 am ET] Shelling resumes = 2024-10-20T08:06-04:00
[20-Oct-2024 1206 UTC] = 2024-10-20T12:06Z
[October 20, 2024 / 11:01 AM] = 2024-10-20T11:01
First results came at [19:00] ([20:00 French time]). = 2024-10-21T19:00 2024-10-21T20:00
At a [noontime] meeting, they voted. = 2024-10-21T12:00
"""

DURATIONS = """
for [over ten years], and over [six days] = P10Y P6D
over [the next 12 to 18 months] = PXM
in [the years] since the war, [the final days] of it = PXY PXD
[30-plus years], [20-some years], [10+ years] and [1½ hours] = P30Y P20Y P10Y PT1H30M
[another few weeks] or [an extra day] = PXW P1D
for [a year or so], in [the months ahead] and [the year ahead] = P1Y PXM P1Y
in [the early days] of [the past two weekends] = PXD P2W
a [six-year-long] war = P6Y
for [three days] = P3D
for [2 1/2 years] = P2Y6M
for [two and a half years] = P2Y6M
[more than sixty years] = P60Y
[nearly an hour] = PT1H
a [two-hour] meeting = PT2H
for [several months] = PXM
[the past two years] = P2Y
[the first nine months] = P9M
[half an hour] = PT30M
for [decades] = PXDE
an [8-month-old] truce = P8M
[three-and-a-half years] = P3Y6M
[at least a year and a half] = P1Y6M
[a quarter of a century] = P25Y
a [half-hour] delay = PT30M
for [five consecutive years] = P5Y
It is to last [six months], as did [the last six months]. = P6M P6M
[three straight days] of rain = P3D
[two more weeks] = P2W
[another two years] = P2Y
within [10]-[15 minutes] = PT10M PT15M
[two] to [three weeks] = P2W P3W
[tens of thousands of years] = PXY
a [six-month-long], not a [yearlong] course = P6M P1Y
[20-odd years] = P20Y
a [week-long] visit after a [decades-long] war = P1W PXDE
for [two hours and ten minutes] = PT2H10M
[an hour, 20 minutes] = PT1H20M
sentenced to [four years and three months] = P4Y3M
[nearly two dozen years] = P24Y
for [half a dozen weeks] and [several dozen days] = P6W PXD
over [the past couple of years] = P2Y
in [a full year] = P1Y
a [decade-old] feud and a [months-old] truce = P10Y PXM
a [multi-year] contract = PXY
He was away for [some time], or [a year or more]. = PXX P1Y
It has a term of [two years or less]. = P2Y
It rained for [the whole day]. = P1D
Over [the past fortnight], it fell. = P2W
It will move in [the months after]. = PXM
The [year-long] trial took between [six] and [nine months]. = P1Y P6M P9M
He changed over [the years]. = PXY
It will be over in [under a week], in a matter of [days]. = P1W PXD
in [the week] ended [Oct. 12] = 2024-W41 2024-10-12
It will last [four minutes and 33 seconds]. = PT4M33S
It rose from that of [the prior three months]. = P3M
It takes [6.6 years] on average, or [2.25 hours]. = P6.6Y PT2H15M
In [the days and weeks] that followed, he left. = PXD
He can wait [another day or two]. = PXD
a [5-yr] bond, for [10 secs] = P5Y PT10S
They had gone in on [23 June], planning to stay [an hour]. = 2024-06-23 PT1H
[23 years, one month and 12 days] = P23Y1M12D
The [134-year-old] retailer sold [7,000-year-old] jewelry. = P134Y P7000Y
They took a [1-hour, 37-minute] break. = PT1H37M
It takes me [days] to get over it; they wait [months] for a doctor. = PXD PXM
Peace is [weeks] away. = PXW
They have worked there for [the past year and a half]. = P1Y6M
He has led it for [the past quarter-century]. = P25Y
A home can go [months] without heat; it might last [weeks]. = PXM PXW
It took [close to four hours], [the better part of a day]. = PT4H P1D
He spoke of [those few hours]; the city burned for [three days and nights]. = PTXH P3D
He needs [a month] to empty it. = P1M
The [25-year-old] Boeing was lost. = P25Y
"""

SETS = """
[one day a week], [every few minutes] = P1W PTXM
[every Monday] = XXXX-WXX-1
[each July] = XXXX-07
[twice a year] = P1Y
[every two weeks] = P2W
[daily] talks = P1D
$300 billion [a year] = P1Y
They gave 20 interviews [a day]. = P1D
on [Sundays] = XXXX-WXX-7
on [Tuesday mornings] = XXXX-WXX-2TMO
[every Tuesday] and [Thursday] = XXXX-WXX-2 XXXX-WXX-4
open [24 hours a day], [seven days a week] = P1D P1W
[once every four years] = P4Y
[twice weekly] = P1W
[twice every year], [every second week], [every second] = P1Y P2W PT1S
[every few years] = PXY
5 percent [per annum] = P1Y
It is free on [the first Sunday of each month]. = P1M
[every fourth year], [every weekend] = P4Y XXXX-WXX-WE
It is shut on [weekdays]. = XXXX-WXX-X
[twice-yearly] talks = P1Y
He dreams of it [once or twice a month]. = P1M
They vote [every two to three years]. = P3Y
It is held [each Patriots' Day]. = P1Y
He gives a [twice-a-year] report. = P1Y
They lived on a bowl of rice [a day]. = P1D
Eight visitors [per day] - no more - may come. = P1D
A train comes [every half-hour]; she works [five mornings a week]. = PT30M P1W
He swims 50 miles [a week]. = P1W
"""

HOLIDAYS = """
on [Thanksgiving Day] = 2024-11-28
on [Christmas Eve] = 2024-12-24
[last Easter] = 2024-03-31
on [New Year's Day 2023] = 2023-01-01
before [Christmas] = 2024-12-25
on [Presidents Day] and [Presidents' Day] = 2025-02-17 2025-02-17
on [New Year's] and [Cyber Monday] = 2025-01-01 2024-12-02
on [Yom Kippur] and [Rosh Hashanah] = 2024-10-12 2024-10-03
on [Orthodox Easter 2024] = 2024-05-05
They will vote on [Election Day]. = 2024-11-05
They will meet on [Remembrance Sunday]. = 2024-11-10
[Fourth of July] travelers headed home. = 2024-07-04
It fell on [Martin Luther King Jr. Day]. = 2024-01-15
The [Black Monday] crash was worse. = 1987-10-19
"""

NOTHING = """
It cannot be done overnight.
The year-on-year rise was 3 percent.
She told "60 Minutes" and the Sunday Times of the Six-Day War.
On Super Tuesday, he was on the Today show.
The minutes of the meeting were read in every second house.
One day, she saw it.
It came as recently as then, and every now and then, once in a while.
He finished in 2:16, 1:05 behind the winner.
The DC 10-30s were sold, and shares rose to the mid 30s.
The franc closed at 30.04/07 marks.
It was the last night of a fair that had lasted all day long.
Banks moved to stem the fall in after hours trading.
Expo 2020 was held in Dubai.
The Boeing 747 carried 1,500 soldiers.
They won 2-0.
He may march on. You may go.
The Sun reported it; Sun Microsystems rose.
He came second, and spring water fell.
It cost $1990 and 2000 people came.
Flight 1998 left room 2010.
Theresa May and April Jones agreed.
A 40-year-old business owner and a 6-year-old in a house were there.
She has an H1 visa and an H2 database, and ran for 2h 15.
His first century came off 120 balls, with four wickets left.
Three blasts shook the quarter.
Jan 1320 1330 and Mar 1250 were paid.
The 52-year-old teacher and her 6-year-old son were there.
They will march to the sea.
Three-quarters of voters and a quarter of the rest agreed.
It is told in USA Today.
They were hurt by the fall in prices.
It ran at 220 kilometres an hour.
The current account was balanced.
It fell by a quarter to ten million.
She won in 2:12:59, and 16-year-olds may run.
They met in the 30 June Stadium.
Easter Island has no part in the Good Friday Agreement.
In London, May said so, and May was cheered.
They scored two goals in the third quarter.
She is 30 years of age, and it was in the 60s, with highs of 70 degrees.
It is told at https://news.example/2022/07/14/100-days-after-tuesday for all to read.
In the small hours, in the early hours.
He was in his fifties, a man in his mid-20s.
Twenty-five people, twenty-six percent of all.
Over two thousand came from two thousand schools.
In the second half, both sides scored.
The Winter Olympics opened after the fall of the city.
The past participation of the league matters for the future of sport.
The treaty ran to 1500 words; 1600 of them were new.
It was in the People's Daily.
The striker of the month scored in the third straight game.
An overnight train ran at higher overnight rates.
They met at Sunset Boulevard, in new years and old.
She is a 52 year-old teacher.
Minutes of the meeting will be read.
The quarter-point rise was its tenth.
He was on Saturday Night Live, and NBC's Monday Night Football won.
Jobs were cut from ten to five, and they won by ten to nine.
Some 2000 or more came.
It was the third in as many days.
May is cheered.
Hours of operation were told, the Granma daily said.
He was on the "Today" show.
So wrote one daily.
He read Nineteen Eighty-Four on a day trip from the Four Seasons hotel.
They met at 11 March Plaza for Current Affairs, under ZIP code 2012.
She had an 8-month-old boy on her back.
"""


def _lines(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


@pytest.mark.parametrize(
    "line",
    [
        line
        for table in (
            DAYS,
            LISTS_AND_RANGES,
            WEEKDAYS,
            MONTHS_AND_YEARS,
            RELATIVE,
            TIMES,
            DURATIONS,
            SETS,
            HOLIDAYS,
        )
        for line in _lines(table)
    ],
)
def test_an_expression_is_found_with_its_extent_and_value(line: str) -> None:
    marked, _, values = line.rpartition(" = ")
    text = marked.replace("[", "").replace("]", "")
    expected = list(zip(re.findall(r"\[([^]]*)\]", marked), values.split(), strict=True))
    assert [(mention.text, mention.timex) for mention in find_dates(text, PUBLISHED)] == expected


@pytest.mark.parametrize("text", _lines(NOTHING))
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert find_dates(text, PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("in October 2024", "2024-10"),
        ("in late 2022", "2022-09-01..2022-12-31"),
        ("in mid-June", "2024-06-11..2024-06-20"),
        ("in the first half of October", "2024-10-01..2024-10-15"),
        ("in the third quarter", "2024-07-01..2024-09-30"),
        ("in the winter of 2023", "2023-12-01..2024-02-29"),
        ("in the 1990s", "1990-01-01..1999-12-31"),
        ("this week", "2024-10-21..2024-10-27"),
        ("on Friday evening", "2024-10-18"),
        ("earlier this month", "2024-10-01..2024-10-21"),
    ],
)
def test_a_date_names_its_days_as_precisely_as_it_was_written(text: str, days: str) -> None:
    (mention,) = find_dates(text, PUBLISHED)
    assert str(mention.value) == days


def test_a_fiscal_quarter_has_the_months_to_the_day_that_it_ended() -> None:
    quarter, _ = find_dates("It earned more in the third quarter ended March 31.", PUBLISHED)
    assert (quarter.timex, str(quarter.value)) == ("2024-Q3", "2024-01-01..2024-03-31")


@pytest.mark.parametrize(
    "text", ["recently", "now", "in the coming days", "for three days", "every Monday", "a few years ago", "the past"]
)
def test_vague_references_durations_and_sets_name_no_day(text: str) -> None:
    (mention,) = find_dates(text, PUBLISHED)
    assert mention.value is None


def test_a_unit_is_a_rate_only_after_a_count() -> None:
    kinds = [
        [mention.type for mention in find_dates(text, PUBLISHED)]
        for text in ("It earns 20 dollars a day.", "They held a day of mourning.", "It came a day after the vote.")
    ]
    assert kinds == [["SET"], ["DURATION"], ["DURATION"]]


def test_the_order_of_day_and_month_follows_the_setting() -> None:
    text = "Signed on 03/04/2024."
    assert [m.timex for m in find_dates(text, PUBLISHED)] == ["2024-03-04"]
    assert [m.timex for m in find_dates(text, PUBLISHED, day_first=True)] == ["2024-04-03"]
    assert [m.timex for m in find_dates(text, PUBLISHED, day_first=False)] == ["2024-03-04"]


def test_a_setting_that_does_not_fit_gives_way_to_the_only_reading() -> None:
    assert [m.timex for m in find_dates("on 21/10/2024", PUBLISHED, day_first=False)] == ["2024-10-21"]
    assert [m.timex for m in find_dates("on 10/21/2024", PUBLISHED, day_first=True)] == ["2024-10-21"]


def test_a_datetime_serves_as_the_day_of_publication() -> None:
    assert [m.timex for m in find_dates("today", datetime(2024, 10, 21, 23, 59))] == ["2024-10-21"]


def test_curly_quotes_and_other_dashes_are_understood() -> None:
    assert [m.timex for m in find_dates("in the ’90s, 8—10 October", PUBLISHED)] == [
        "199X",
        "2024-10-08",
        "2024-10-10",
    ]


def test_a_line_that_ends_with_a_comma_goes_on() -> None:
    assert [m.timex for m in find_dates("Sales began\non February 20,\n1986, in Ohio.", PUBLISHED)] == ["1986-02-20"]
    assert [m.timex for m in find_dates("SALES BEGAN ON FEBRUARY 20,\n1986.", PUBLISHED)] == ["1986-02-20"]


def test_a_year_earlier_in_a_report_of_earnings_is_the_same_quarter() -> None:
    text = "Third-quarter profit rose to $5 million from $4 million a year earlier."
    assert [m.timex for m in find_dates(text, PUBLISHED)] == ["2024-Q3", "2023-Q3"]
