/// English names of months, weekdays and zones in dates.
enum TimestampNames {
    /// The month with this name, in full or its first three letters (`Sept` too), 1...12.
    static func month(_ text: UnsafeRawBufferPointer) -> Int? {
        guard text.count >= 3 else { return nil }
        let names: InlineArray<12, StaticString> = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ]
        for index in 0..<12 where isName(text, names[index]) { return index + 1 }
        return text.equalsLowercased("sept") ? 9 : nil
    }

    /// True for a weekday in full or its first three letters (`Tues`, `Thur`, `Thurs` too).
    static func isWeekday(_ text: UnsafeRawBufferPointer) -> Bool {
        let names: InlineArray<7, StaticString> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        for index in 0..<7 where isName(text, names[index]) { return true }
        return text.equalsLowercased("tues") || text.equalsLowercased("thur") || text.equalsLowercased("thurs")
    }

    /// Seconds east of UTC of a zone name that means one thing only; `nil` for any other.
    ///
    /// The names of RFC 5322 §4.3 except the military letters, and a few European and regional ones.
    static func zone(_ text: UnsafeRawBufferPointer) -> Int? {
        if text.equalsLowercased("z") || text.equalsLowercased("utc") || text.equalsLowercased("gmt") || text.equalsLowercased("ut") {
            return 0
        }
        let zones: InlineArray<16, (StaticString, Int)> = [
            ("est", -5), ("edt", -4), ("cst", -6), ("cdt", -5), ("mst", -7), ("mdt", -6), ("pst", -8), ("pdt", -7),
            ("wet", 0), ("cet", 1), ("cest", 2), ("eet", 2), ("eest", 3), ("msk", 3), ("azt", 4), ("trt", 3),
        ]
        for index in 0..<16 where text.equalsLowercased(zones[index].0) { return zones[index].1 * 3_600 }
        return nil
    }

    private static func isName(_ text: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
        if text.equalsLowercased(name) { return true }
        guard text.count == 3 else { return false }
        for index in 0..<3 where text[index].lowered != name.utf8Start[index] { return false }
        return true
    }
}
