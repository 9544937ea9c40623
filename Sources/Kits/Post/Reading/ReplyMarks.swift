/// The words by which mail programs set off the mail that is answered.
enum ReplyMarks {
    /// Ends of an introduction that has its verb last.
    private static let verbsAtEnd = [
        "wrote:", "writes:", "yazdı:", "yazıb:", "yazmışdır:", "yazmış:", "пишет:", "писал:", "писала:", "написал:", "написала:",
        "написал(а):", "написал (а):", "пише:", "написав:", "написала:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:",
        "escreveu:", "schreef:", "napisał(a):", "napisał:", "napisała:", "pisze:",
    ]
    /// Beginnings and verbs of an introduction that has the name last.
    private static let verbsWithin = [("am ", " schrieb "), ("op ", " schreef "), ("il ", " ha scritto "), ("el ", " escribió ")]

    /// Whether a line that ends in a colon introduces an old mail: it says when, and that somebody wrote.
    static func isIntroduction(_ line: String) -> Bool {
        let lower = line.lowercased()
        guard saysWhen(line) else { return false }
        if verbsAtEnd.contains(where: lower.hasSuffix) { return true }
        if verbsWithin.contains(where: { lower.hasPrefix($0.0) && lower.contains($0.1) }) { return true }
        // Gmail in Russian has no verb: `вт, 24 нояб. 2026 г. в 10:00, A <a@example.org>:`.
        return lower.hasSuffix(">:") && lower.contains("@")
    }

    /// Whether it has a year or a time of day.
    private static func saysWhen(_ line: String) -> Bool {
        let words = line.split { !($0.isASCII && ($0.isNumber || $0 == ":")) }
        return words.contains { word in
            let parts = word.split(separator: ":")
            if parts.count >= 2, parts.allSatisfy({ (1...2).contains($0.count) }) { return true }
            return parts.count == 1 && parts[0].count == 4 && (parts[0].hasPrefix("20") || parts[0].hasPrefix("19"))
        }
    }

    /// What stands between dashes above an old mail.
    static let oldMail: Set<String> = [
        "original message", "original appointment", "reply message", "orijinal mesaj", "orijinal məktub", "ilkin mesaj",
        "исходное сообщение",
        "оригинальное сообщение", "исходное письмо", "оригінальне повідомлення", "вихідне повідомлення", "özgün ileti", "orijinal ileti",
        "ursprüngliche nachricht", "originalnachricht", "message d'origine", "message d’origine", "mensaje original", "messaggio originale",
        "mensagem original", "oorspronkelijk bericht", "wiadomość oryginalna", "oryginalna wiadomość",
    ]

    /// The field of the sender in Outlook's copy of a header.
    static let senders: Set<String> = [
        "from", "kimdən", "göndərən", "от", "от кого", "отправитель", "kimden", "gönderen", "від", "von", "de", "da", "van", "od",
    ]

    /// The other fields.
    static let otherFields: Set<String> = [
        "sent", "date", "to", "cc", "subject", "göndərilib", "göndərildi", "göndərilmə tarixi", "tarix", "kimə", "surət", "mövzu",
        "отправлено",
        "дата", "кому", "копия", "тема", "gönderildi", "gönderilme", "tarih", "kime", "bilgi", "konu", "надіслано", "копія", "gesendet",
        "datum",
        "an", "betreff", "envoyé", "à", "objet", "enviado", "fecha", "para", "asunto", "inviato", "data", "a", "oggetto", "enviada em",
        "assunto",
        "verzonden", "aan", "onderwerp", "wysłano", "do", "temat",
    ]

    /// Beginnings of lines that telephones add.
    static let sentFrom = [
        "sent from my ", "sent from outlook", "sent from mail for", "sent via ", "get outlook for ", "отправлено с ", "отправлено из ",
        "надіслано з ", "von meinem ", "gesendet von ", "envoyé de mon ", "envoyé depuis ", "enviado desde mi ", "inviato da ",
        "skickat från",
    ]

    /// Lines of telephones that have their verb last: `iPhone-dan göndərildi`.
    static func isSentFromSuffix(_ line: String) -> Bool {
        let lower = line.lowercased()
        return lower.utf8.count < 60
            && [
                "-dan göndərildi", "-dən göndərildi", "-dan göndərilib", "-dən göndərilib", "’dan gönderildi", "'dan gönderildi",
                "’umdan gönderildi",
            ].contains(
                where: lower.hasSuffix)
    }
}
