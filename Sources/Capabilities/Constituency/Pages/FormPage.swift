internal import Centre

/// A page that is a heading and a form.
struct FormPage: Sendable {
    let head: Parts.Head
    let form: Parts.Form
    var notes: [String] = []
}
