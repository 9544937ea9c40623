internal import CPango

/// Laid out text, kept while any of its lines is.
final class SetText {
    let layout: OpaquePointer

    init(_ layout: OpaquePointer) {
        self.layout = layout
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(layout))
    }
}

/// One line of laid out text.
struct SetLine {
    let text: SetText
    let line: UnsafeMutablePointer<PangoLayoutLine>
    /// From the left edge of the column to the first letter, in points.
    let indent: Double
    /// The room its letters take, in points.
    let width: Double
    /// From the upper edge of the line to the feet of its letters, in points.
    let baseline: Double
    /// In points, with the space between lines.
    let height: Double
    /// Where links lie.
    let links: [Link]

    /// A stretch of a line that leads somewhere.
    struct Link {
        var address: String
        /// From the left edge of the column, in points.
        var left: Double
        var width: Double
    }
}
