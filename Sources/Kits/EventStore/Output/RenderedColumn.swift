internal import Events
internal import Vocabulary

/// A column of a batch with the text of each distinct value, made once.
struct RenderedColumn {
    private let codes: [UInt32]
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0, 0]

    /// - Parameter render: Appends a value's text.
    init(_ column: EventColumn, _ render: (ColumnValues, UInt32, inout [UInt8]) -> Void) {
        codes = column.codes
        ends.reserveCapacity(column.values.count + 2)
        for index in 0..<column.values.count {
            render(column.values, UInt32(index + 1), &bytes)
            ends.append(bytes.count)
        }
    }

    /// The text in a row, empty where there is no value.
    func text(at row: Int) -> ArraySlice<UInt8> {
        let code = Int(codes[row])
        return bytes[ends[code]..<ends[code + 1]]
    }
}

extension ColumnValues {
    /// Appends the text of a value: bytes as they are, numbers in decimal, times in the form of the data format.
    func appendText(_ code: UInt32, to bytes: inout [UInt8]) {
        if kind.isBytes {
            bytes += texts.bytes(code)
        } else if case .time = kind {
            withUnsafeTemporaryAllocation(byteCount: Instant.maximumTextLength, alignment: 1) { buffer in
                let length = Instant(microseconds: integers[Int(code) - 1]).write(into: buffer)
                bytes += buffer[..<length]
            }
        } else {
            bytes += value(code).text.utf8
        }
    }
}
