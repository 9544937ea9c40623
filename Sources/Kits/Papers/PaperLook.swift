internal import Vocabulary

/// Sizes in points, and colours.
enum PaperLook {
    /// A4, ISO 216.
    static let width = 595.276
    static let height = 841.89
    static let left = 56.0
    static let right = width - 56
    static let top = 92.0
    static let bottom = height - 74
    static var textWidth: Double { right - left }

    static let lineSpacing = 1.18

    /// A colour, each part 0...1.
    struct Colour: Sendable, Hashable {
        var red: Double
        var green: Double
        var blue: Double

        init(_ red: Int, _ green: Int, _ blue: Int) {
            self.red = Double(red) / 255
            self.green = Double(green) / 255
            self.blue = Double(blue) / 255
        }

        static let ink = Colour(24, 28, 33)
        static let faint = Colour(88, 96, 105)
        static let rule = Colour(200, 205, 211)
        static let ground = Colour(243, 245, 247)
        static let accent = Colour(20, 84, 140)
        static let black = Colour(0, 0, 0)
    }

    /// The colour of a label on black (TLP 2.0, the table of colours).
    static func colour(of label: TLP) -> Colour {
        switch label {
        case .clear: Colour(255, 255, 255)
        case .green: Colour(51, 255, 0)
        case .amber, .amberStrict: Colour(255, 192, 0)
        case .red: Colour(255, 43, 43)
        }
    }
}

/// How a text looks.
struct TextStyle: Sendable, Hashable {
    var size: Double
    var isBold = false
    var isCode = false
    var colour = PaperLook.Colour.ink

    static let body = TextStyle(size: 9.5)
    static let key = TextStyle(size: 9.5, colour: .faint)
    static let cell = TextStyle(size: 8.5)
    static let header = TextStyle(size: 8.5, isBold: true)
    static let code = TextStyle(size: 8.5, isCode: true)
    static let title = TextStyle(size: 20, isBold: true)
    static let margin = TextStyle(size: 8, colour: .faint)
    static let strong = TextStyle(size: 9.5, isBold: true)
    /// TLP 2.0: the label is at least 12 points high.
    static func label(_ label: TLP) -> TextStyle { TextStyle(size: 12, isBold: true, colour: PaperLook.colour(of: label)) }

    static func heading(_ level: Int) -> TextStyle {
        TextStyle(size: level <= 1 ? 14 : level == 2 ? 11.5 : 10, isBold: true)
    }
}
