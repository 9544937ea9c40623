/// What is known on the way to records inside a value: the cells of the objects around them.
struct JSONWalk {
    /// Cells of one enclosing object.
    struct Enclosure {
        var cells: [Cell] = []
        let texts = ByteScratch(capacity: 256)
    }

    struct Cell {
        /// Number of the name.
        var name: Int
        var offset: Int
        var length: Int
        var kind: RawBatch.CellKind
        /// The cell's codes in the columns `^.name` and `^^.name`, once it was set.
        var innerCode: UInt32 = 0
        var outerCode: UInt32 = 0
    }

    /// Where the value that holds the records lies.
    var root = 0..<0
    /// Whether the cells of a lone enclosing object get both names.
    var isNamedTwice = false
    /// Whether cells go here and not to the batch.
    var isCollecting = false
    /// The objects around the place the walk is at, outermost first.
    var enclosures: [Enclosure] = []
    /// Whether any path led to records, or to an array that holds none.
    var hasFound = false
    /// Whether a place that a path does not reach gives a row.
    var emitsMissing = false
    /// The key of the member of a `*` step that the walk is in.
    var memberKey: [UInt8] = []
    private var names: [String] = []
    private var innerPlaces: [Int] = []
    private var outerPlaces: [Int] = []

    /// A number for a name that begins with `^.`.
    mutating func place(of name: String) -> Int {
        names.append(name)
        innerPlaces.append(-1)
        outerPlaces.append(-1)
        return names.count - 1
    }

    /// Notes a cell of the innermost object.
    mutating func collect(_ name: Int, _ bytes: UnsafeRawBufferPointer, _ kind: RawBatch.CellKind) {
        let last = enclosures.count - 1
        guard last >= 0 else { return }
        let texts = enclosures[last].texts
        enclosures[last].cells.append(Cell(name: name, offset: texts.count, length: bytes.count, kind: kind))
        texts.append(bytes)
    }

    /// Calls `set` with the column and code of each cell around the row begun last: the innermost object's as `^.name`, the outermost's as
    /// `^^.name`. One object is both, but is named twice only where several paths may lead to records at different depths.
    mutating func forEachCell(_ batch: RawBatch, _ set: (_ place: Int, _ code: UInt32) -> Void) throws(JSONProblem) {
        guard let last = enclosures.indices.last else { return }
        for index in enclosures[last].cells.indices {
            let cell = enclosures[last].cells[index]
            let place = try place(cell.name, isOuter: false, batch)
            if cell.innerCode == 0 { enclosures[last].cells[index].innerCode = code(cell, place, enclosures[last].texts, batch) }
            set(place, enclosures[last].cells[index].innerCode)
        }
        guard last > 0 || isNamedTwice else { return }
        for index in enclosures[0].cells.indices {
            let cell = enclosures[0].cells[index]
            let place = try place(cell.name, isOuter: true, batch)
            if cell.outerCode == 0 { enclosures[0].cells[index].outerCode = code(cell, place, enclosures[0].texts, batch) }
            set(place, enclosures[0].cells[index].outerCode)
        }
    }

    private func code(_ cell: Cell, _ place: Int, _ texts: ByteScratch, _ batch: RawBatch) -> UInt32 {
        let bytes = UnsafeRawBufferPointer(rebasing: texts.bytes[cell.offset..<cell.offset + cell.length])
        return batch.code(of: bytes, kind: cell.kind, in: place)
    }

    private mutating func place(_ name: Int, isOuter: Bool, _ batch: RawBatch) throws(JSONProblem) -> Int {
        let known = isOuter ? outerPlaces[name] : innerPlaces[name]
        if known >= 0 { return known }
        guard batch.columns.count < RawBatch.columnLimit else { throw JSONProblem(.tooManyColumns, at: root.lowerBound) }
        let place = batch.place(of: isOuter ? "^" + names[name] : names[name])
        if isOuter { outerPlaces[name] = place } else { innerPlaces[name] = place }
        return place
    }
}
