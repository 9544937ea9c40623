/// Where values of JSON end, found by brackets and quotes alone: fast, and good enough to go on behind a broken value.
enum JSONStructure {
    /// Walks over the brackets and, where `commas` asks for them, the commas outside of strings. `visit` gets the place, the byte and the
    /// depth behind it, and says whether to go on.
    ///
    /// A line end within a string is not JSON: a quote is missing before it. The string is taken to end there and everything open with it,
    /// so that it costs one record and not the rest of the source; `visit` gets the line end with a depth of 0.
    @inline(__always)
    static func scan(
        _ base: UnsafeRawPointer, from start: Int, to end: Int, commas: Bool, visit: (_ place: Int, _ byte: UInt8, _ depth: Int) -> Bool
    ) {
        var place = start
        var depth = 0
        while place < end {
            let byte = base.load(fromByteOffset: place, as: UInt8.self)
            switch byte {
            case UInt8(ascii: "\""):
                let isClosed: Bool
                (place, isClosed) = stringEnd(base, from: place &+ 1, to: end)
                if !isClosed, place < end {
                    depth = 0
                    guard visit(place, 0x0A, depth) else { return }
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                guard visit(place, byte, depth) else { return }
                place &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth &-= 1
                guard visit(place, byte, depth) else { return }
                // Below 0 only where something is broken, or at the end of the array.
                depth = max(depth, 0)
                place &+= 1
            case UInt8(ascii: ",") where commas:
                guard visit(place, byte, depth) else { return }
                place &+= 1
            default:
                place &+= 1
            }
        }
    }

    /// The place behind the closing quote, or of the line end or the end of all that cuts the string short.
    @inline(__always)
    private static func stringEnd(_ base: UnsafeRawPointer, from start: Int, to end: Int) -> (place: Int, isClosed: Bool) {
        var place = start
        while place < end {
            place = ByteScan.first(UInt8(ascii: "\""), or: UInt8(ascii: "\\"), or: 0x0A, in: base, from: place, to: end)
            guard place < end else { break }
            switch base.load(fromByteOffset: place, as: UInt8.self) {
            case UInt8(ascii: "\""): return (place &+ 1, true)
            case UInt8(ascii: "\\"):
                place &+= 1
                if place < end, base.load(fromByteOffset: place, as: UInt8.self) != 0x0A { place &+= 1 }
            default: return (place, false)
            }
        }
        return (end, false)
    }

    /// In the inside of an array: the place behind the last comma between elements, nil where there is none.
    static func lastElementEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var last: Int?
        scan(base, from: 0, to: bytes.count, commas: true) { place, byte, depth in
            if depth == 0, byte == UInt8(ascii: ",") || byte == 0x0A { last = place + 1 }
            return true
        }
        return last
    }

    /// In a run of documents: the place behind the last whole one and the blanks that follow it, nil where none is whole.
    static func lastDocumentEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var last: Int?
        scan(base, from: 0, to: bytes.count, commas: false) { place, byte, depth in
            if depth <= 0 { last = place + 1 }
            return true
        }
        guard var end = last else { return nil }
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x0A || bytes[end] == 0x0D || bytes[end] == 0x09 { end += 1 }
        return end
    }

    /// The place of the comma or bracket that ends the element begun at `start`, or the end.
    static func elementEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var found = bytes.count
        scan(base, from: start, to: bytes.count, commas: true) { place, byte, depth in
            if depth == 0 && (byte == UInt8(ascii: ",") || byte == 0x0A) || depth < 0 {
                found = place
                return false
            }
            return true
        }
        return found
    }

    /// The place behind the document begun at `start`, or the end.
    static func documentEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var found = bytes.count
        scan(base, from: start, to: bytes.count, commas: false) { place, _, depth in
            if depth <= 0 {
                found = place + 1
                return false
            }
            return true
        }
        return found
    }
}
