/// Complaints that arrive as mail: ARF (RFC 5965) about spam, and XARF 4 about open services.
struct ComplaintMail {
    let nation: Nation
    let seed: UInt64

    /// Mails a day when there are enough rows to spare.
    static let mostADay = 12

    /// Path below the feeds folder.
    static func path(_ date: CalendarDay, number: Int) -> String {
        var bytes = Bytes(capacity: 40)
        bytes.text("mail/")
        bytes.date(date)
        bytes.text(number % 3 == 2 ? "-xarf-" : "-arf-")
        bytes.padded(number + 1, width: 3)
        bytes.text(".eml")
        return String(decoding: bytes.buffer, as: UTF8.self)
    }

    /// Writes the `number`-th mail of a day; returns the host that it is about.
    func write(number: Int, date: CalendarDay, into bytes: inout Bytes) -> Host {
        let key = mixed(mixed(seed, UInt64(date.daysSince1970)), UInt64(number))
        let careless = nation.hosts(ofOwner: OperatorSeed.careless)
        let host = nation.host(careless.lowerBound + spread(key, below: careless.count), isSix: false)
        let second = number * 7000 + Int(key & 0xFFF)
        if number % 3 == 2 {
            xarf(host, key, date, second, into: &bytes)
        } else {
            arf(host, key, date, second, into: &bytes)
        }
        return host
    }

    private func arf(_ host: Host, _ key: UInt64, _ date: CalendarDay, _ second: Int, into bytes: inout Bytes) {
        head("Abuse report about spam", "multipart/report; report-type=feedback-report", key, date, second, into: &bytes)
        bytes.text("--part-of-sample\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: 8bit\n\n")
        bytes.text("This is an abuse report about a mail that came from ")
        bytes.address(host.address)
        bytes.text(".\n\n--part-of-sample\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: ")
        bytes.text("ExampleMailTrap/2.1\nVersion: 1\n")
        bytes.text("Original-Mail-From: <bonus@")
        Campaign.host(number: key >> 40 & 0xFF, into: &bytes)
        bytes.text(">\nOriginal-Rcpt-To: <user@example.com>\nArrival-Date: ")
        moment(date, second, into: &bytes)
        bytes.text("\nReporting-MTA: dns; mx.example.com\nSource-IP: ")
        bytes.address(host.address)
        bytes.text("\nReported-Domain: ")
        Campaign.host(number: key >> 40 & 0xFF, into: &bytes)
        bytes.text("\nReported-Uri: ")
        Campaign.url(number: key >> 40 & 0xFF, into: &bytes)
        bytes.text("\nIncidents: 3\n\n--part-of-sample\nContent-Type: message/rfc822\nContent-Disposition: inline\n\nFrom: <bonus@")
        Campaign.host(number: key >> 40 & 0xFF, into: &bytes)
        bytes.text(">\nReceived: from mailer.example.net (mailer.example.net [")
        bytes.address(host.address)
        bytes.text("]) by mx.example.com with ESMTP id 4Sample; ")
        moment(date, second, into: &bytes)
        bytes.text("\nTo: <user@example.com>\nSubject: =?UTF-8?Q?Kart=C4=B1n=C4=B1z_bloklan=C4=B1b?=\nMIME-Version: 1.0\n")
        bytes.text("Content-Type: text/plain\n")
        bytes.text("Message-ID: <spam-")
        bytes.number(Int(key >> 34))
        bytes.text("@example.net>\nDate: ")
        moment(date, second, into: &bytes)
        bytes.text("\n\nOpen the link within 24 hours.\n\n--part-of-sample--\n")
    }

    private func xarf(_ host: Host, _ key: UInt64, _ date: CalendarDay, _ second: Int, into bytes: inout Bytes) {
        head("XARF report: bot", "multipart/mixed", key, date, second, into: &bytes)
        bytes.text("--part-of-sample\nContent-Type: text/plain; charset=\"utf-8\"\n\nA host of your network called a ")
        bytes.text("sinkhole.\n\n--part-of-sample\n")
        bytes.text("Content-Type: application/json; charset=\"utf-8\"; name=\"xarf.json\"\nContent-Disposition: attachment; ")
        bytes.text("filename=\"xarf.json\"\n\n")
        bytes.text("{\"xarf_version\": \"4.0.0\", \"report_id\": \"")
        var source = Generator(seed: key)
        for (index, digits) in [8, 4, 4, 4, 12].enumerated() {
            if index > 0 { bytes.byte(0x2D) }
            bytes.hex(digits, from: &source)
        }
        bytes.text("\", \"timestamp\": \"")
        instant(date, second, into: &bytes)
        bytes.text("\", \"reporter\": {\"org\": \"Neighbour CERT\", \"contact\": \"cert@example.net\", \"type\": \"automated\"}, ")
        bytes.text("\"sender\": {\"org\": \"Neighbour CERT\", \"contact\": \"cert@example.net\"}, \"source_identifier\": \"")
        bytes.address(host.address)
        bytes.text("\", \"source_port\": ")
        bytes.number(1024 + Int(key >> 50))
        bytes.text(", \"category\": \"infrastructure\", \"type\": \"botnet\", \"evidence_source\": \"honeypot\", ")
        bytes.text("\"malware_family\": \"mirai\", \"first_seen\": \"")
        instant(date, second / 2, into: &bytes)
        bytes.text("\", \"last_seen\": \"")
        instant(date, second, into: &bytes)
        bytes.text("\", \"c2_server\": \"control.example.net\", \"compromise_evidence\": \"called the sinkhole\", \"tags\": ")
        bytes.text("[\"malware:mirai\"]}\n\n--part-of-sample--\n")
    }

    private func head(
        _ subject: StaticString, _ type: StaticString, _ key: UInt64, _ date: CalendarDay, _ second: Int, into bytes: inout Bytes
    ) {
        bytes.text("From: <reports@example.net>\nTo: <cert@cert.gov.example>\nDate: ")
        moment(date, second, into: &bytes)
        bytes.text("\nSubject: ")
        bytes.text(subject)
        bytes.text("\nMessage-ID: <report-")
        bytes.number(Int(key >> 33))
        bytes.text("@example.net>\nMIME-Version: 1.0\nContent-Type: ")
        bytes.text(type)
        bytes.text("; boundary=\"part-of-sample\"\n")
        if type.description.hasPrefix("multipart/mixed") { bytes.text("X-XARF: PLAIN\n") }
        bytes.byte(0x0A)
    }

    private func moment(_ date: CalendarDay, _ second: Int, into bytes: inout Bytes) {
        bytes.text(Words.weekdays[date.weekday])
        bytes.text(", ")
        bytes.padded(date.day, width: 2)
        bytes.byte(0x20)
        bytes.text(Words.months[date.month - 1])
        bytes.byte(0x20)
        bytes.number(date.year)
        bytes.byte(0x20)
        bytes.clock(second)
        bytes.text(" +0000")
    }

    private func instant(_ date: CalendarDay, _ second: Int, into bytes: inout Bytes) {
        bytes.date(date)
        bytes.byte(0x54)
        bytes.clock(second)
        bytes.byte(0x5A)
    }
}
