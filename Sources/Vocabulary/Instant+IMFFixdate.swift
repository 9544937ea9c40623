extension Instant {
    /// The text of HTTP, mail and RSS: `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7; a date of RFC 822 too). Whole seconds.
    public var imfFixdate: String {
        let date = date
        let second = seconds - daysSinceEpoch * 86_400
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        // 1970-01-01 was a Thursday.
        let weekday = Int((daysSinceEpoch % 7 + 7) % 7)
        return "\(Self.weekdays[weekday]), \(two(Int64(date.day))) \(Self.months[date.month - 1]) \(date.year) "
            + "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
