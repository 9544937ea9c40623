extension Typesetter {
    /// A heading stays with the first lines of what follows it.
    func setHeading(_ text: String, level: Int) {
        let style = TextStyle.heading(level)
        if !isAtTop { y += level == 1 ? 12 : 8 }
        let title = flow(PaperText(text), style)
        need(min(title.height(upTo: 200), 200) + 34)
        canvas?.outline(text, level: level, page: page, y: y)
        place(title, tag: "H\(level + 1)")
        y += 4
    }

    /// Points or numbers in the margin, the texts beside them.
    func setList(_ items: [PaperText], ordered: Bool) {
        let indent = ordered ? 14 + 6 * Double(String(items.count).count) : 14
        canvas?.begin("L")
        for (number, item) in items.enumerated() {
            let body = flow(item, .body, width: PaperLook.textWidth - indent)
            let label = flow(PaperText(ordered ? "\(number + 1)." : "•"), .body, width: indent)
            need(min(body.height(upTo: 26), 26))
            canvas?.begin("LI")
            draw(label.take(fitting: 100, takesOne: true), x: PaperLook.left, y: y, tag: "Lbl", hasLinks: false)
            place(body, x: PaperLook.left + indent, tag: "LBody")
            canvas?.end("LI")
            y += 3
        }
        canvas?.end("L")
        y += 4
    }

    /// Names in a column of their own, their values beside them.
    func setKeyValues(_ pairs: [KeyValue]) {
        let keyWidth = PaperLook.textWidth * 0.28
        canvas?.begin("Table")
        for pair in pairs {
            canvas?.begin("TR")
            setRow([
                RowCell(flow: flow(PaperText(pair.key), .key, width: keyWidth - 10), x: PaperLook.left, tag: "TH"),
                RowCell(
                    flow: flow(pair.value, .body, width: PaperLook.textWidth - keyWidth), x: PaperLook.left + keyWidth, tag: "TD"),
            ])
            canvas?.end("TR")
            y += 3
        }
        canvas?.end("Table")
        y += 6
    }

    /// Lines as they are, on a grey ground.
    func setCode(_ text: String) {
        let lines = text.lastIndex { !$0.isNewline }.map { text[...$0] } ?? ""
        let code = TextFlow(
            PaperText(String(lines)), style: .code, width: PaperLook.textWidth - 16, keepsSpaces: true, press: press)
        need(min(code.height(upTo: 40), 40) + 10)
        y += 5
        place(code, x: PaperLook.left + 8, tag: "P") { top, height in
            canvas?.fill(x: PaperLook.left, y: top - 5, width: PaperLook.textWidth, height: height + 10, .ground)
        }
        y += 13
    }

    /// A title and a text with a rule beside them.
    func setNote(_ title: String, _ text: PaperText) {
        let x = PaperLook.left + 12
        let rule = { (top: Double, height: Double) in
            self.canvas?.fill(x: PaperLook.left, y: top - 2, width: 3, height: height + 4, .accent)
        }
        y += 4
        let head = flow(PaperText(title), .strong, width: PaperLook.textWidth - 12)
        need(min(head.height(upTo: 60), 60) + 26)
        if !title.isEmpty { place(head, x: x, tag: "P") { rule($0, $1) } }
        place(flow(text, .body, width: PaperLook.textWidth - 12), x: x, tag: "P") { rule($0, $1) }
        y += 10
    }
}
