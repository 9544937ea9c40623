internal import Centre
internal import Charts
internal import Vocabulary

/// A chart in a page: the whole figure.
struct ChartView: Sendable {
    let svg: String

    init(_ chart: some Chart) { svg = chart.html }
}

extension ChartFormat {
    /// Numbers, times and words of a language, in the centre's zone.
    init(_ words: Words, _ zone: Zone) {
        self.init(
            number: { words.number(Int($0.rounded())) },
            moment: { local, step in
                let moment = Instant(seconds: local)
                let time = words.time(moment)
                switch step {
                case .minutes, .hours: return local % 86_400 == 0 ? words.shortDay(moment) : time
                case .days: return words.shortDay(moment)
                case .months: return "\(words["common.monthShort.\(moment.month)"]) \(moment.year)"
                case .years: return "\(moment.year)"
                }
            },
            zoneOffset: { Int64(zone.offset(at: Instant(seconds: $0))) },
            words: ChartWords(
                table: words["common.chart.table"], value: words["common.chart.value"], from: words["common.chart.from"],
                to: words["common.chart.to"], noValues: words["common.chart.noValues"], gap: words["common.chart.gap"],
                normalBand: words["common.chart.normalBand"]))
    }
}

extension Words {
    /// Day and month of a moment that is given as local time: `24 noy`.
    func shortDay(_ local: Instant) -> String { "\(local.day) \(self["common.monthShort.\(local.month)"])" }

    /// A day by its number.
    func shortDay(_ day: Int64) -> String { shortDay(Instant(seconds: day * 86_400)) }

    /// How many more or fewer, with its sign; nil for none.
    func signed(_ value: Int) -> String { value > 0 ? "+" + number(value) : number(value) }
}

extension Parts.Figure.Change {
    /// A change of something of which less is better.
    init(_ difference: Int, _ text: String, moreIsWorse: Bool = true) {
        self.init(
            text, direction: difference > 0 ? "up" : difference < 0 ? "down" : "level",
            isBetter: difference != 0 && (difference < 0) == moreIsWorse, isWorse: difference != 0 && (difference > 0) == moreIsWorse)
    }
}

/// Colours of the classes of incidents, the same in all charts.
enum TaxonomyColours {
    /// The classes from the one that matters most; the rest is shown together.
    static let order = [
        "malicious-code", "intrusions", "intrusion-attempts", "fraud", "vulnerable", "information-gathering", "availability",
    ]
}
