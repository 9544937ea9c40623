import CSAF

/// JSON documents of advisories: what is read must be written and read again as the same, and every value is found at its pointer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    guard let tree = try? JSONTree(bytes) else { return 0 }
    let written = JSONDraft(tree.root).bytes()
    guard let again = try? JSONTree(written) else { preconditionFailure("what was written cannot be read") }
    precondition(JSONDraft(again.root).bytes() == written)
    var left = 64
    look(at: tree.root, in: tree, &left)
    return 0
}

private func look(at value: JSONValue, in tree: JSONTree, _ left: inout Int) {
    guard left > 0 else { return }
    left -= 1
    precondition(tree.root.value(at: value.pointer) == value, value.pointer)
    _ = tree.place(of: value)
    for child in value.children { look(at: child, in: tree, &left) }
}
