internal import Centre
internal import Vocabulary

extension Advisories {
    /// Writes and publishes what the sample nation's centre has to say, where nothing is on record yet: the pages of a centre that is tried out
    /// are not empty. A centre of its own never calls it.
    public func addSample() async throws {
        let isEmpty = try await house.records.read { try AdvisoryStore.counts($0).isEmpty }
        guard isEmpty else { return }
        let (writer, reader) = (
            Person(id: "sample-editor", name: "Sample editor"), Person(id: "sample-officer", name: "Sample duty officer")
        )
        for content in SampleContents.published {
            let advisory = try await desk.begin(content, by: writer)
            try await desk.submit(advisory.id, by: writer)
            guard let handedIn = try await desk.find(advisory.id) else { continue }
            try await desk.approve(advisory.id, basis: handedIn.edit, by: reader)
        }
        _ = try await desk.begin(SampleContents.draft, by: writer)
    }
}

/// Advisories and warnings of a country that does not exist, about products that do not exist.
enum SampleContents {
    static var published: [AdvisoryContent] { [router, parcels, library, passwords] }

    private static var router: AdvisoryContent {
        var content = AdvisoryContent(kind: .advisory, language: "az")
        content.texts["az"] = AdvisoryTexts(
            title: "Example Networks Router X şifrəsiz ələ keçirilə bilər",
            summary: "Router X cihazının idarəetmə səhifəsindəki boşluq internetdən şifrəsiz giriş verir. Boşluq artıq istismar olunur.",
            detail:
                "Giriş səhifəsi göndərənin yazdığı başlığa inanır. Bir sorğu ilə bütün hüquqlar alınır.\n\nÖlkədə idarəetmə səhifəsi internetə açıq olan cihazlar var.",
            advice:
                "2.4.1 proqram təminatını quraşdırın.\n\n- İdarəetmə səhifəsini internetə bağlayın.\n- Bütün parolları dəyişin.\n- Gündəliklərdə 1 fevraldan sonrakı girişlərə baxın.",
            happened: "Bəzi ev və ofis cihazlarını internetdən ələ keçirmək olur. Bunu artıq edirlər.",
            concerned: "Cihazınızın altındakı etiketə baxın. Orada “Router X” yazılıbsa, bu sizə aiddir.",
            steps:
                "Cihazın tətbiqini açın və “Yenilə” düyməsini basın.\nCihazın parolunu dəyişin.\nBacarmırsınızsa, provayderinizə zəng edin."
        )
        content.texts["en"] = AdvisoryTexts(
            title: "Example Networks Router X can be taken over without a password",
            summary:
                "A flaw in the administration page of Router X lets anybody on the internet in without a password. It is exploited already.",
            detail:
                "The login page trusts a header that the sender writes. One request gives all rights.\n\nThere are devices in the country whose administration page is open to the internet.",
            advice:
                "Install firmware 2.4.1.\n\n- Close the administration page to the internet.\n- Change all passwords.\n- Look through the logs for logins since 1 February.",
            happened: "Some routers at home and in offices can be taken over from the internet. People do that now.",
            concerned: "Look at the label below your device. If it says “Router X”, this is about you.",
            steps:
                "Open the app of the device and press “Update”.\nChange the password of the device.\nIf you cannot do that, call your provider."
        )
        content.texts["ru"] = AdvisoryTexts(
            title: "Example Networks Router X можно захватить без пароля",
            summary: "Уязвимость на странице управления Router X пускает любого из интернета без пароля. Её уже используют.",
            detail:
                "Страница входа верит заголовку, который пишет отправитель. Один запрос даёт все права.\n\nВ стране есть устройства, чья страница управления открыта интернету.",
            advice:
                "Установите прошивку 2.4.1.\n\n- Закройте страницу управления от интернета.\n- Смените все пароли.\n- Просмотрите в журналах входы после 1 февраля.",
            happened: "Некоторые роутеры дома и в конторах можно захватить из интернета. Это уже делают.",
            concerned: "Посмотрите на наклейку под устройством. Если там написано «Router X», это касается вас.",
            steps:
                "Откройте приложение устройства и нажмите «Обновить».\nСмените пароль устройства.\nЕсли не получается, позвоните провайдеру."
        )
        follow(&content)
        content.severity = .critical
        content.products = [
            AffectedProduct(vendor: "Example Networks", name: "Router X", version: "< 2.4.1", status: .affected),
            AffectedProduct(
                vendor: "Example Networks", name: "Router X", version: "2.4.1", status: .fixed,
                cpe: "cpe:2.3:o:example:router_x_firmware:2.4.1:*:*:*:*:*:*:*"),
        ]
        content.vulnerabilities = [
            DescribedVulnerability(
                id: "sample-1", cve: "CVE-2026-99901", title: "Login without password", weakness: "CWE-287",
                weaknessName: "Improper Authentication", vector3: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                vector4: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", isExploited: true)
        ]
        content.references = [.init(url: "https://networks.example/security/2026-7", summary: "Example Networks")]
        var rating = RiskRating()
        rating.answers = [
            "standard": 1, "exploit": 2, "details": 2, "access": 2, "credentials": 2, "complexity": 2, "interaction": 2, "exploited": 1,
            "expected": 1, "solution": 1, "denial": 2, "code": 2, "rights": 2, "escalation": 1, "leak": 2,
        ]
        content.rating = rating
        return content
    }

    private static var parcels: AdvisoryContent {
        var content = AdvisoryContent(kind: .warning, language: "az")
        content.texts["az"] = AdvisoryTexts(
            title: "Saxta bağlama mesajları kart məlumatı oğurlayır",
            happened:
                "Telefonlara poçtun adından mesajlar gəlir: bağlamanız gömrükdə qalıb, kiçik rüsum ödəyin. Keçid saxta səhifəyə aparır və kart məlumatını oğurlayır.",
            concerned: "Belə mesaj almısınızsa, bu sizə aiddir. Keçidi açıb kart nömrəsini yazmısınızsa, pulunuz təhlükədədir.",
            steps:
                "Keçidi açmayın, mesajı silin.\nKart nömrəsini yazmısınızsa, dərhal banka zəng edib kartı bağlatdırın.\nBağlamanızı yalnız poçtun öz tətbiqində yoxlayın."
        )
        content.texts["en"] = AdvisoryTexts(
            title: "False parcel messages steal card numbers",
            happened:
                "Phones get messages in the name of the post: your parcel is held at customs, pay a small fee. The link leads to a false page that steals card numbers.",
            concerned:
                "If you got such a message, this is about you. If you opened the link and wrote your card number, your money is in danger.",
            steps:
                "Do not open the link. Delete the message.\nIf you wrote your card number, call your bank at once and have the card closed.\nLook for your parcel only in the app of the post."
        )
        content.texts["ru"] = AdvisoryTexts(
            title: "Ложные сообщения о посылках крадут данные карт",
            happened:
                "На телефоны приходят сообщения от имени почты: посылка задержана на таможне, заплатите небольшой сбор. Ссылка ведёт на ложную страницу, которая крадёт данные карт.",
            concerned:
                "Если вы получили такое сообщение, это касается вас. Если вы открыли ссылку и ввели номер карты, ваши деньги в опасности.",
            steps:
                "Не открывайте ссылку, удалите сообщение.\nЕсли ввели номер карты, сразу позвоните в банк и закройте карту.\nПроверяйте посылку только в приложении почты."
        )
        follow(&content)
        content.severity = .high
        return content
    }

    private static var library: AdvisoryContent {
        var content = AdvisoryContent(kind: .advisory, language: "en")
        content.texts["en"] = AdvisoryTexts(
            title: "Example Soft Archive Library reads beyond its memory",
            summary: "A crafted archive makes programs that use the library show what else is in their memory, or end.",
            detail: "The length of a file name within the archive is not held against the end of the buffer.",
            advice:
                "Update the library to 5.2.3 and restart the services that use it. Until then do not open archives of strangers on servers."
        )
        content.texts["az"] = AdvisoryTexts(
            title: "Example Soft Archive Library yaddaşdan kənarı oxuyur",
            summary: "Xüsusi hazırlanmış arxiv kitabxananı işlədən proqramların yaddaşını göstərir və ya onları dayandırır.",
            detail: "Arxivdəki fayl adının uzunluğu buferin sonu ilə tutuşdurulmur.",
            advice:
                "Kitabxananı 5.2.3-ə yeniləyin və onu işlədən xidmətləri yenidən başladın. O vaxtadək serverlərdə yad arxivləri açmayın.")
        follow(&content)
        content.severity = .medium
        content.sectors = ["government", "banking"]
        content.products = [
            AffectedProduct(vendor: "Example Soft", name: "Archive Library", version: "vers:generic/>=5.0|<5.2.3", status: .affected),
            AffectedProduct(vendor: "Example Soft", name: "Archive Library", version: "5.2.3", status: .fixed),
        ]
        content.vulnerabilities = [
            DescribedVulnerability(
                id: "sample-2", cve: "CVE-2026-99902", title: "Read beyond the buffer", weakness: "CWE-125",
                weaknessName: "Out-of-bounds Read",
                vector3: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:H")
        ]
        content.references = [.init(url: "https://soft.example/advisories/archive-5-2-3", summary: "Example Soft")]
        return content
    }

    private static var passwords: AdvisoryContent {
        var content = AdvisoryContent(kind: .warning, language: "az")
        content.texts["az"] = AdvisoryTexts(
            title: "Eyni parolu hər yerdə işlətməyin",
            happened: "Bir mağazanın parolları oğurlanıb. Oğrular həmin parolları başqa saytlarda da yoxlayır.",
            concerned: "Eyni parolu bir neçə yerdə işlədirsinizsə, bu sizə aiddir.",
            steps: "Hər sayt üçün ayrı parol qoyun; parol meneceri kömək edir.\nİkiaddımlı girişi qoşun.")
        content.texts["en"] = AdvisoryTexts(
            title: "Do not use one password everywhere",
            happened: "The passwords of a shop were stolen. The thieves try them on other sites, too.",
            concerned: "If you use the same password in several places, this is about you.",
            steps: "Take a password of its own for each site; a password manager helps.\nSwitch on the second step at sign-in.")
        follow(&content)
        content.severity = .low
        return content
    }

    /// One that is still being written.
    static var draft: AdvisoryContent {
        var content = AdvisoryContent(kind: .advisory, language: "az")
        content.texts["az"] = AdvisoryTexts(
            title: "Example Energy Meter Hub uzaqdan söndürülə bilər", summary: "Sayğac qovşağına göndərilən bir paket onu dayandırır.")
        content.severity = .high
        content.sectors = ["energy"]
        content.products = [AffectedProduct(vendor: "Example Energy", name: "Meter Hub", version: "3.1", status: .investigated)]
        return content
    }

    /// The translations are finished and follow the original.
    private static func follow(_ content: inout AdvisoryContent) {
        let basis = content.main.fingerprint
        for code in content.texts.keys where code != content.language { content.texts[code]?.basis = basis }
    }
}
