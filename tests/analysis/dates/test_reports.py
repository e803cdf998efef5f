"""Reports of figures, which compare one time with another: which month, week or year each sum is of.

A line is written as in ``test_newswire``; all are published on Wednesday, 13 March 2013.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from newsindex.analysis.dates import find_dates

PUBLISHED = date(2013, 3, 13)

REPORTS = """
The bank had assets of $3 billion at [year-end]. It should be sold by [year-end]. = 2012 2013
It could look different [a year or two from now]. = FUTURE_REF
Stocks fell in [the week] ended [March 1], 2 percent more than in [the prior week]. = 2013-W09 2013-03-01 2013-W08
Stocks fell in [the week] ended [March 1]. Imports in [the week] rose 3 percent. = 2013-W09 2013-03-01 2013-W09
In Tokyo, nearby [April] fell 45 points while [July] was up 13 cents; [June] yen eased. = 2013-04 2013-07 2013-06
It said that year to date it sold 79 cars. It pumps 9 barrels [per day]. = P1D
JAPAN [JANUARY] TRADE SURPLUS RISES = 2013-01
Output in [the year] ending [September 30] will rise. It fell 3 percent in [the 1st half]. = P1Y 2013-09-30 2013-H1
The banks must buy securities pledged on [May 20]. = 2013-05-20
Sales during [February] rose to 6,403 from 4,089 [a year earlier]. = 2013-02 2012-02
The load factor for [February] was 43 percent, against 44 in [the year-ago period]. = 2013-02 2012-02
In [last year's first quarter] it lost more than in [the first 2011 quarter]. = 2012-Q1 2011-Q1
Prices were above those of [February a year ago]. For [the year] to date, they fell. = 2012-02 2013
The share fell to 66 percent in [2011] from 76 percent [a year ago]. = 2011 2010
He said that [March] volume was up after a strong [January] performance. = 2013-03 2013-01
It forecast [second-quarter] profit of $3 million. Growth, forecast in [December] at 4 percent, fell. = 2013-Q2 2012-12
Its [fiscal 2012 fourth quarter] was good, and so were [March quarter] results. = 2012-Q4 2013-Q1
Profit fell for the second quarter in a row; crude for [May] fell 46 cents. = 2013-05
The loss was $3 million for [full-year 2012]. = 2012
It earned $3 million in [the December quarter], up from 2 million in [the September quarter]. = 2012-Q4 2012-Q3
The loss in [the 2011 quarter] was $3 million. Sales rose in [2012's fourth quarter]. = 2011 2012-Q4
In the bank's [latest quarter], profit rose. In its [current quarter], it will fall. = 2012-Q4 2013-Q1
Exports rose 5 percent in [the January-June period of 2012]. = 2012-H1
The [4th-quarter] profit fell from that in [the same period a year ago]. = 2012-Q4 2011-Q4
Earnings fell in [the first] and [second quarter this year]. = 2013-Q1 2013-Q2
Profits for [the first three quarters] of [2012] rose. = P3Q 2012
Home sales fell 9 percent and ended [the year] at a low. = 2012
They sold two cargoes for [May]/[June] shipment. = 2013-05 2013-06
Hourly earnings rose 2 percent; [May] deliveries gained a dollar on [Monday]. = 2013-05 2013-03-11
Money supply grew 3 percent in [December], against 27 in [November] and 12 [a year earlier]. = 2012-12 2012-11 2011-12
In [the first half of 2012], volume fell 14 percent from [the year-earlier period]. = 2012-H1 2011-H1
Sales fell 2 percent in [February] from [a year ago]. Car sales fell for [the month]. = 2013-02 2012-02 2013-02
The maker said that it would miss [fourth-quarter] estimates. = 2012-Q4
It sold 9 million phones, 57 percent more than [a year earlier]. = 2012
Prices rose at the rate of [all of 2012]. = 2012
Car sales fell in [the first part of February]. = 2013-02
Brent for [May] settlement fell 1 percent. = 2013-05
The firm said that it might extend the cuts past [June]. = 2013-06
The [95-year-old] company said that sales rose. = P95Y
Car output fell 3 percent in [February] from [a year earlier]. = 2013-02 2012-02
Exports were $3 bn in [February], down from 4 bn in [January] and 5 bn [a year earlier]. = 2013-02 2013-01 2012-02
Sales in [February] rose 4 percent from the [year-ago] month. = 2013-02 2012-02
Prices rose 2 percent in [January] after 3 percent in [December] and 1 [a year earlier]. = 2013-01 2012-12 2012-01
Output rose 1 percent in [2012] after 3 percent in [2011]. It had fallen 2 percent [a year earlier]. = 2012 2011 2011
Output was worth more than $3 billion in [2010]. The firm lost money [that year]. = 2010 2010
The firm earned $3 million in [2012], up from $2 million [the previous year]. = 2012 2011
The loss in [2012] was below that of [the previous year]. It had also lost money in [2011]. = 2012 2011 2011
Sales in [February] rose to $3 million. For [the month], costs fell 1 percent. = 2013-02 2013-02
Sales in [February] rose to $3 million. Sales will fall in [the month], it said. = 2013-02 2013-03
Claims fell to 300,000 in [the week] ended [Feb. 23] from 320,000 in [the previous week]. = 2013-W08 2013-02-23 2013-W07
He said [last week] that sales were above those of [the previous week]. = 2013-W10 2013-W09
The index, base [2005], fell to 98 from 99 [a year earlier]. = 2005 2012
It sold more in [the quarter] ended [March 2011]. = 2011-Q1 2011-03
It will spend $3 million in [the year] starting [April 1]. = P1Y 2013-04-01
It has paid a dividend since [1981], [the year] after it was founded. = 1981 1981
For [the third quarter], it expects $3 million, up from $2 million in [the same period of 2011]. = 2013-Q3 2011-Q3
Growth of 2 percent in [the fourth quarter] was above that of [the previous quarter]. = 2012-Q4 2012-Q3
Sales in [the October-December quarter] rose 5.4 percent from [a year earlier], faster than forecast. = 2012-Q4 2011-Q4
Half of the firms earned more than in [the same quarter a year ago]. = 2011-Q4
Of 31 firms, 27 made money in their [most recent quarter]. = 2012-Q4
Sales fell 2 percent in [fourth-quarter 2012]. = 2012-Q4
It reported a [first quarter], ended [November 30], profit of $3 million. = 2013-Q1 2012-11-30
The bonds fell for a third quarter, the longest slide in [years]. = PXY
The problem will weigh on banks through [the quarter]. = 2013-Q1
Profit rose in [the fourth quarter]. In [the quarter], costs were lower than [a year ago]. = 2012-Q4 2012-Q4 2011-Q4
Exports rose to 351,889 tons in [February] from 93,038 [a year earlier]. = 2013-02 2012-02
Exports rose to 351,889 tons in [January] and [February] from 93,038 [a year earlier]. = 2013-01 2013-02 2012
Sales rose 5 percent in [January] compared with [the same period last year]. = 2013-01 2012-01
Less was earned in [April] and [May] was a little better. = 2012-04 2012-05
The Brazilian [2013] inflation rate will rise. That [1978] resolution calls for it. = 2013 1978
At [year-end], most of its assets were foreign. = 2012
Exports other than coffee rose 5 percent in [January] compared with [the same period last year]. = 2013-01 2012-01
It held $3 million at [end-2012], from 2 million [a year earlier]. It fell 9 cents in [two days] to 75. = 2012 2011 P2D
[November] Prices May Rise 3 percent = 2012-11
[August]'s counts are raised. Profits rose in [the Jan-June period]. = 2012-08 2013-H1
Sales fell in [the year] ended [July 31, 2012]. Sales Rise: But [December] Was Weak = P1Y 2012-07-31 2012-12
Profit rose in [the fourth quarter]. It barely rose in [the quarter]--to $8 billion. = 2012-Q4 2012-Q4
[The year] ended softly for most of the shops. = 2012
Profits rose in [the fourth quarter]. A comeback in banking drove profit in [the year]. = 2012-Q4 2012
They lost $6 billion in [the final three months] of [the year]. = P3M 2012
It earned $3 million in [the fourth quarter], and 9 cents a share for [the year]. = 2012-Q4 2012
The gap fell in [the first half of 2012], but grew 3 percent at [the end of the year]. = 2012-H1 2012
The firm filed for protection in [April]. The talks are planned in [April]. = 2012-04 2013-04
Stocks rose [last week]. Rates were down for the week following it, but not for [the week]. = 2013-W10 2013-W10
Its [fourth-quarter] totals will be dismal. The Dow closed [the week] on an up note. = 2013-Q4 2013-W11
It earned $3 million in [the first quarter], from 2 million in [last year's period]. = 2013-Q1 2012-Q1
The half-yearly report tells of [the calendar year]. = 2013
[Last year] it posted [second quarter] income of $3 million. = 2012 2012-Q2
[Last year] was good, and [fourth quarter] income rose. = 2012 2012-Q4
It said [second half] earnings are expected to rise. It fell in [the 2012 second half]. = 2013-H2 2012-H2
The warrants are good from [July 15] until [June 23, 2018]. = 2013-07-15 2018-06-23
Stocks fell in [the week] ended [Monday]. = 2013-W10 2013-03-11
Turkey has in [the past] rejected it. It rose eight points more than [a month earlier]. = PAST_REF 2013-02
The show opens [two weeks earlier] [this year] than [last]. = P2W 2013 2012
For [the full year], sales rose 3 percent. It hopes for better [second-half] trade. = 2012 2013-H2
It earned $3 in [the three months] ended [Dec. 31]; [the same period last year] was bad. = P3M 2012-12-31 2011-Q4
It lost less than in [last year's quarter]; in [the previous year period] it broke even. = 2012 2012
Revenue fell in its [fiscal first-quarter]. In [2005], its [fourth-quarter] sales were flat. = 2013-Q1 2005 2005-Q4
Some cut forecasts for [the fourth quarter] after they missed goals. = 2012-Q4
Their [April-June] earnings fell; [March]'s gain helps. = 2012-Q2 2013-03
Its [full-year] results beat those of [the fourth quarter]. = 2012 2012-Q4
In [the first half of 2012] sales rose 3 percent. Profits gained 2 percent from [a year ago]. = 2012-H1 2011-H1
For [all of 2012] it lost $3 million; the [year-ago] net was better. = 2012 2011
Most raised profits in their [most recent quarters]; all rose from [a year earlier]. = 2012-Q4 2011-Q4
[The latest quarter] fell. In quarters ended in [January], profits beat those of [a year ago]. = 2012-Q4 2013-01 2011-Q4
5 since [the start of the month], 9 [the start of the year]; 4 in [the same period last year]. = 2013-03 2013 2012
For [the first six months] of [this year] it earned $2. In [the same period last year] it lost. = P6M 2013 2012-H1
In [February], sales fell 8% from a torrid [January] but beat those of [a year ago]. = 2013-02 2013-01 2012-02
It earned less than in [last year's final quarter]. = 2012-Q4
It lost $3 million in [the fourth quarter] and [full year], it said. = 2012-Q4 2012
"""


@pytest.mark.parametrize("line", REPORTS.strip().splitlines())
def test_a_sum_is_of_the_time_it_is_compared_by(line: str) -> None:
    marked, _, values = line.rpartition(" = ")
    text = marked.replace("[", "").replace("]", "")
    expected = list(zip(re.findall(r"\[([^]]*)\]", marked), values.split(), strict=True))
    assert [(mention.text, mention.timex) for mention in find_dates(text, PUBLISHED)] == expected


FISCAL = {
    "In the fiscal first quarter it earned $3 million. Sales rose in the quarter ended Jan. 31.": (11, 2012, 1, 2013),
    "It earned $3 million in the fiscal first quarter ended Jan. 31, up from 2 million a year ago": (
        11,
        2011,
        1,
        2012,
    ),
    "The loss for the fiscal year ended Sept. 30 was small. Its first-quarter loss was $3 million.": (
        10,
        2012,
        12,
        2012,
    ),
    "Profit in its second quarter, ended Jan. 3, was $3 million.": (10, 2012, 12, 2012),
    "In the first quarter, ended Jan. 31, it fell to $3 million from that of the prior quarter.": (8, 2012, 10, 2012),
}


@pytest.mark.parametrize(("text", "months"), FISCAL.items())
def test_a_fiscal_quarter_has_the_months_that_the_text_tells(text: str, months: tuple[int, ...]) -> None:
    spans = [mention.value for mention in find_dates(text, PUBLISHED) if mention.timex[5:6] == "Q"]
    span = spans[0] if "Sales" in text else spans[-1]
    assert span is not None
    assert (span.first.month, span.first.year, span.last.month, span.last.year) == months
