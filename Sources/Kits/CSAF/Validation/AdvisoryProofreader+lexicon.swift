extension AdvisoryProofreader {
    /// Words that advisories are made of, mostly without their endings.
    static let lexicon = """
        ability able abort above abuse accept access accessible accident according account accurate acknowledge acknowledgment \
        across action active activity actor actual add addition additional address adjacent admin administrative administrator \
        advance advantage advice advise advisory affect affected affects after against agency agent aggregate aim algorithm \
        alias all allocate allow allowlist almost alone along already also alternative although always among amount \
        amplification analysis analyst analyze ancient and announce another answer antivirus any anyone anything appear \
        appliance applicable application apply approach appropriate approve approximate arbitrary architecture archive area \
        argument arise around arrange array article artifact aspect assertion assess assessment asset assign assist assistance \
        associate assume attach attachment attack attacker attempt attention attribute audience audit authenticate \
        authentication author authority authorization authorize automatic automatically automation availability available \
        average avoid aware away back backdoor background backport backup backward bandwidth banner bar base basic basis batch \
        because become before begin behalf behavior behaviour behind being believe below beneath benefit best better between \
        beyond binary bind binding bit block blocked blocklist board body book boot bootloader border both botnet bottom \
        boundary branch brand breach break bridge brief bring broad broadcast broken brought browser brute buffer bug build \
        built bulletin bundle business button bypass byte cache calculate calculation call campaign cannot capability capable \
        capture care carry case catalog category cause caution center central centre certain certificate certification chain \
        challenge chance change changelog channel chapter character characteristic charge check checksum child choice choose \
        cipher circumstance citizen claim class classification classify clean clear cleartext client close closed cloud cluster \
        code codebase collect collection combination combine come command comment commercial commit common communicate \
        communication community company comparable compare comparison compatibility compatible compile complete completely \
        complex compliance component compose compromise computation compute computer concept concern condition conduct \
        confidential confidentiality config configuration configure confirm conflict conform connect connection connectivity \
        consequence consequently consider considerable consideration consist consistent console constant constrain constraint \
        construct construction consult consume consumer consumption contact contain container content context continue contract \
        contradict contrast contribute contribution contributor control controller convention conversion convert convey cookie \
        cooperate coordinate coordination coordinator copy copyright core correct correction correctly correspond corrupt \
        corruption cost could count counter country couple course cover coverage craft crafted crash create creation credential \
        criteria criterion critical criticality cross cryptocurrency cryptographic cryptography current currently cursor custom \
        customer cyber cycle daemon daily damage danger dangerous dashboard data database dataset date day dead deadline deal \
        debug decide decimal decision declare decode decrease decrypt dedicate deep default defect defense define definition \
        degrade degree delay delete delimiter deliver delivery demand demonstrate denial deny department depend dependency \
        dependent deploy deployment deprecate deprecated depth derive describe description deserialization deserialize design \
        desire desktop destination detail detailed detect detection determine develop developer development deviation device \
        diagnose diagnostic dictionary differ difference different difficult digest digital direct direction directive directly \
        directory disable disallow disclaim disclaimer disclose disclosed disclosure discover discoverer discovery discussion \
        disk display disrupt disruption distinct distinguish distribute distributed distribution district document documentation \
        domain double downgrade download downstream draft drive driver drop due dump duplicate duration during dynamic each \
        earlier early easily easy edge edit edition editor education effect effective effectively effort either electronic \
        element elevate elevated elevation eliminate embargo embed embedded emergency emphasize employ employee empty enable \
        encode encoding encounter encrypt encrypted encryption end endpoint enforce engine engineer engineering english enhance \
        enough ensure enter enterprise entire entirely entitlement entity entry enumerate enumeration environment environmental \
        equal equipment equivalent error escalate escalation escape especially essential establish estimate ethernet evaluate \
        evaluation even event eventually every everybody everyone evidence exact exactly examine example exceed except exception \
        exchange exclude exclusive executable execute execution executive exercise exhaust exhaustion exist existing exit expand \
        expect expected experience experimental expert expire explain explanation explicit exploit exploitable exploitation \
        export expose exposed exposure express expression extend extended extension extensive external extra extract extreme \
        face facility fact factor factory fail failing failure fall false familiar family fatal fault feature federal feed field \
        file filename filesystem filter final finally find finding fine finish firewall firmware first fix fixed flag flash flaw \
        flexible flow follow following food force forced foreign forge forgery form formal format formerly forward found \
        foundation fraction fragment frame framework free frequency frequently front full fully function functional \
        functionality fundamental further furthermore future gain gateway general generally generate generation generator \
        generic get give global good government grade grammar grant graphic great ground group grow guarantee guard guess guest \
        guidance guide guideline half hand handle handler handling happen hard hardcode hardcoded hardening hardware harm \
        harmful hash have header health heap heavy help helper hidden hide hierarchical hierarchy high highlight highly hijack \
        history hold home hook host hostile hostname hotfix hotspot hour however human hundred hypervisor idea ideal identical \
        identification identifier identify identity ignore illegal image immediate immediately impact impersonate implement \
        implementation implication implicit imply import important impossible improper improperly improve improvement inbound \
        incident include inclusive incoming incompatible incomplete inconsistent incorrect increase independent index indicate \
        indication indicator individual industrial industry infect infection influence inform information informational \
        informative infrastructure inherent inherit initial initialization initialize initially inject injection inline input \
        inquiry insecure insert inside inspect install installation installed installer instance instead institution instruction \
        insufficient integer integrate integration integrity intelligence intend intended intent interact interaction intercept \
        interest interface interim intermediate internal international internet interpret interpretation interrupt interval \
        introduce introduction intrude intrusion invalid inventory investigate investigation involve involvement issue issued \
        issuer item iteration itself join journal judge keep kernel key keyboard keyword kind know knowledge known kubernetes \
        label lack language large last late later latest latter launch law layer layout lead leader leak leakage learn least \
        leave left legacy legal legitimate length less letter level leverage liability library license life lifecycle light like \
        likelihood likely limit limitation limited line link linked linux list listen listener literal little load loader local \
        localhost locally locate location lock log logged logger logic logical login long longer look loop lose loss low machine \
        main mainly maintain maintainer maintenance major make maker malform malformed malicious maliciously malware manage \
        managed management manager mandatory manipulate manipulation manner manual manually manufacturer many map mapping mark \
        market match material mathematics matter maximum may mean meaning measure measurement mechanism media member memory \
        mention menu merge message metadata method metric microsoft middle middleware might migrate migration military minimal \
        minimize minimum minor minute mirror misconfiguration mismatch missing mission misspell mistake misuse mitigate \
        mitigated mitigation mobile mode model moderate modern modification modify module moment monitor monitoring month more \
        moreover most mostly motion mount move multicast multiple must name namespace narrow nation national native nature near \
        nearly necessary need negative neighbor neither nested network neutralization neutralize never nevertheless newer newest \
        next nobody node none normal normally notable note nothing notice notification notify null number numeric numerous \
        object objective obligation observe obsolete obtain obvious occasion occur occurrence odd offer office official offline \
        often older omit once ongoing online only open openssl operate operating operation operational operator opportunity \
        option optional optionally order ordinary organisation organization organizational orient origin original originally \
        originate other otherwise outbound outcome outdate outdated outgoing output outside overall overflow overlap override \
        overview overwrite owner package packet padding page paragraph parallel parameter parent parse parser part partial \
        partially participant particular particularly partner party pass passive passphrase password patch patched path pattern \
        pause payload pending people percent percentile perform performance perhaps period periodic permanent permission permit \
        person personal personally perspective phase phishing phone phrase physical picture piece place plain plaintext plan \
        planned platform player please plugin point pointer policy poll pool popular population port portal portion position \
        positive possibility possible possibly post postgres potential potentially power practical practice preauth precede \
        precise precondition predefine predict prefer preference preferred prefix prepare presence present presentation preserve \
        press prevent prevention previous previously primarily primary principal principle print printer prior priority private \
        privilege privileged privileges probability probable probably problem procedure proceed process processed processing \
        processor produce producer product production professional profile program programming progress prohibit project \
        prominent promise promote prompt proof proper properly property proportion proposal propose proprietary protect \
        protection protocol prove provide provided provider provision proxy public publication publicly publish publisher pull \
        purpose push qualitative quality quantity query question queue quick quickly quite quote race radio raise random range \
        rank ransomware rapid rapidly rare rate rather rating ratio reach reachable react reaction read readable reader reading \
        readme ready real reality realize really reason reasonable reassess reboot recall receive receiver recent recently \
        recipient recognize recommend recommendation recommended record recover recovery recursion recursive redirect \
        redirection reduce reduction redundant refer reference referenced reflect reflection refuse regard regarding regardless \
        region register registered registry regular regularly regulation reject relate related relation relationship relative \
        relatively relay release released relevant reliable reliably rely remain remainder remediate remediation remedy remember \
        remote remotely removal remove removed render repair repeat repeatedly replace replacement replay reply report reported \
        reporter repository represent representation representative reproduce request require required requirement research \
        researcher reserve reset resist resistance resolution resolve resource respect respective respectively respond response \
        responsibility responsible restart restarted restore restrict restricted restriction result resulting retain retrieval \
        retrieve return reuse reveal reverse review reviewer revise revision revoke right risk robust role rollback root rootkit \
        router routine routing rule running runtime safe safely safety sale same sample sandbox sandboxed sanitization sanitize \
        satisfy save scale scan scanner scenario schedule schema scheme science scope score scoring screen script search second \
        secondary secret section sector secure secured securely security segment select selected selection semantic send sender \
        senior sensitive sensor sentence separate separately separator sequence serial serialize series serious server service \
        session setting setup several severe severity shape share shared sharing sheet shell shift short should show side sign \
        signal signature signed significant significantly silent similar similarly simple simplify simply simulate simultaneous \
        since single site situation size skill skip slight slightly small smart snapshot social software solely solution solve \
        some somebody someone something sometimes soon sort source space speak special specially specific specifically \
        specification specified specify speed spell spelling split sponsor spoof spread spring spyware stability stable stack \
        staff stage stale standard standards start state stated statement static station statistic status stay step still stop \
        storage store stored strategy stream street strength strict strictly string strong strongly structure structured \
        student study style subject submit subprocess subscribe subsequent subsequently subset substantial substitute subsystem \
        succeed success successful successfully such sudden suddenly suffer sufficient sufficiently suffix suggest suggestion \
        suitable suite sum summary super supersede superseded superuser supplement supplementary supplier supply support \
        supported suppose suppress sure surface surround suspect suspend suspicious switch symbol symbolic symptom synchronize \
        syntax system systematic table tag take takeover tamper target team technical technically technique technology telephone \
        template temporal temporarily temporary tenant term terminal terminate termination test tested testing text than thank \
        that their them themselves then there thereby therefore these they thing think third this thorough those though thought \
        thousand thread threat three threshold through throughout throw thus ticket time timeline timeout timestamp title today \
        together token tomorrow tool toolkit topic total touch toward trace track tracked tracking traffic train transaction \
        transfer transform transition translate translation translator transmission transmit transparency transparent transport \
        traversal traverse treat treatment tree trend trial trick trigger triggered trivial trojan trouble true truncate trust \
        trusted truth try tunnel turn two type typical typically ultimate unable unauthenticated unauthorized uncontrolled \
        undefined under underlying understand undisclosed unexpected unfortunately uninitialized unintended unique unit \
        universal unknown unless unlike unlikely unlimited unlock unnecessary unpatched unprivileged unrestricted unsafe \
        unsupported until untrusted unused unusual unvalidated update updated updates upgrade upgraded upload upon upper \
        upstream uptime urgency urgent usability usage useful user username userspace using usual usually utility utilize vague \
        valid validate validated validation validity value variable variant variety various vector vendor verbose verification \
        verified verify version versions versus very victim view violate violation virtual virtualization visible vision visit \
        volume voluntary vulnerabilities vulnerability vulnerable wait walk want warning watch weak weakness wearable website \
        week weight welcome well what whatever when whenever where whereas whereby wherever whether which while white whitelist \
        whole whom whose wide widely wildcard will window wireless wise wish with withdraw withdrawn within without witness word \
        wordpress work workaround workflow working workload workstation world worm worst worth would write writer written wrong \
        yesterday yield young your zero zeroday zone
        """
}
