"""Customer files as people keep them in twenty languages, written in the encodings their programs use.

Everything is made from the lists below with a seed; no file holds a letter that its encoding lacks.
"""

import random
from collections.abc import Iterator
from typing import Final, NamedTuple


class Language(NamedTuple):
    """Who lives in a region, in the region's own writing; `encodings`: the usual one first."""

    encodings: str
    header: str
    names: str
    surnames: str
    cities: str
    notes: str = ""


WESTERN: Final = "cp1252 mac_roman cp850 iso8859_15"
CENTRAL: Final = "cp1250 iso8859_2 cp852 mac_latin2"

LANGUAGES: Final = {
    "IT": Language(
        WESTERN + " cp437",
        "Nome;Cognome;E-mail;Telefono;Città;Note",
        "Anna Marco Giulia Luca Paolo Chiara Davide Elena Matteo Sara Francesco Laura Andrea Marta Nicolò Niccolò"
        " Mosè Zoé José Noè René Salomè André Hélène Michèle",
        "Rossi Bianchi Esposito Ferrari Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca D'Angelo Costa"
        " Canè Dalla_Libertà Nardò Forlì Cantù Pertè Scirè Mulè Calì Alù Frisù Müller D’Ambrosio",
        "Roma Milano Napoli Torino Palermo Genova Bologna Firenze Bari Catania Forlì Cantù Nardò Mondovì Cefalù"
        " Agliè Viù Cossà Trecastagni Pré-Saint-Didier Sant’Agata",
        "Cliente da più anni|Richiamare lunedì|Sconto 10 €|Perché no?|“VIP”",
    ),
    "FR": Language(
        WESTERN + " cp437",
        "Prénom;Nom;E-mail;Téléphone;Ville;Remarque",
        "Marie Jean Pierre Camille Lucas Emma Hugo Paul Julie Thomas François Françoise René Renée Hélène Zoé Chloé"
        " Benoît Jérôme Cécile Gaël Noël Joël Irène André Gérard Thérèse Anaïs Maëlys Eugénie Aurélien Rémi",
        "Martin Bernard Dubois Durand Moreau Laurent Simon Michel Garcia Roux Fournier Lefèvre Lefebvre Girard Muñoz"
        " Bérenger Crépin Guérin Sébire Béziat Hébert Pénélope Brûlé Dupré Chénier Lemaître Benoît Château Gonçalves",
        "Paris Lyon Marseille Lille Nantes Toulouse Nice Bordeaux Orléans Besançon Béziers Nîmes Mâcon Angoulême"
        " Saint-Étienne Châteauroux Évry Sète Alès Thiès L’Haÿ-les-Roses",
        "À rappeler|Déjà client|50 € de remise|L’été prochain|Cœur de ville",
    ),
    "ES": Language(
        WESTERN + " cp437",
        "Nombre;Apellidos;Correo;Teléfono;Población;Notas",
        "Ana Carlos Laura Pablo Marta Juan Luis Carmen Pedro Elena José María Ángel Ángeles Íñigo Álvaro Sofía Lucía"
        " Raúl Martín Adrián Ramón Jesús Víctor Mónica Inés Óscar Úrsula Begoña Andrés Joaquín Verónica",
        "Blanco Moreno Romero Navarro Torres Ramos Vega Molina Castro Ortega García Rodríguez González Fernández"
        " López Martínez Sánchez Pérez Gómez Jiménez Ruiz Díaz Muñoz Álvarez Núñez Peña Ibáñez Güell Ordóñez Coruña",
        "Madrid Barcelona Valencia Sevilla Zaragoza Bilbao Granada Murcia Málaga Córdoba Cádiz León Ávila Jaén"
        " Almería Cáceres Logroño Gijón Alcorcón Écija Sagüés",
        "Llamar mañana|¿Cuándo?|Está de viaje|20 € al mes|Nº 4, 2ª planta",
    ),
    "PT": Language(
        "cp1252 mac_roman cp850 iso8859_15",
        "Nome;Apelido;E-mail;Telefone;Cidade;Observações",
        "Ana Maria Pedro Rui Tiago Carla Paulo Marta Sofia Hugo João José António André Inês Luís Conceição Fátima"
        " Simão Sebastião Estêvão Mónica Verónica Júlia Cátia Nuno",
        "Silva Santos Ferreira Pereira Oliveira Costa Martins Sousa Lopes Marques Gonçalves Magalhães Simões Guimarães"
        " Leitão Falcão Araújo Brandão Camões Conceição Antão Assunção Brás Sá Fragão",
        "Lisboa Porto Braga Coimbra Faro Aveiro Viseu Évora Setúbal Guimarães Portimão Covilhã Bragança Santarém"
        " Olhão Póvoa_de_Varzim Vila_Nova_de_Famalicão",
        "Ligar amanhã|Não atende|10 € de desconto|Mês que vem",
    ),
    "BR": Language(
        "cp1252 mac_roman cp850 iso8859_15",
        "Nome;Sobrenome;E-mail;Celular;Município;Observação",
        "Ana Bruno Carlos Fernanda Gustavo Juliana Larissa Marcos Paulo Rafael João José Antônio Luís Vitória Letícia"
        " Sebastião Mônica Verônica Cláudia Flávio Lúcia Fábio Éder Ângela",
        "Silva Santos Souza Oliveira Lima Pereira Ferreira Alves Ribeiro Barbosa Gonçalves Araújo Magalhães Simões"
        " Brandão Conceição Assunção Falcão Mourão Sá Galvão Antunes Nóbrega Patrício",
        "Recife Salvador Curitiba Manaus Fortaleza Natal Campinas São_Paulo Brasília Goiânia Belém Florianópolis"
        " Maceió Cuiabá Vitória Macapá São_Luís Niterói Ribeirão_Preto Uberlândia Maringá",
        "Ligar amanhã|Não ligar à noite|Débito automático",
    ),
    "DE": Language(
        WESTERN + " cp437",
        "Vorname;Nachname;E-Mail;Telefon;Straße;Ort",
        "Anna Thomas Julia Stefan Sabine Markus Petra Uwe Martin Claudia Jörg Jürgen Günter Käthe Björn Sören Bärbel"
        " Zoë Ömer Götz Rüdiger André René Ayşe_Özil Hänsel Jörn Chloé",
        "Schmidt Schneider Fischer Weber Meyer Wagner Becker Hoffmann Koch Richter Müller Schröder Schäfer Köhler"
        " Krüger Böhm Weiß Groß Strauß Jäger Übelacker Öztürk Ährenfeld Löwe Preuß Bräuer Kröger Günther Fuß",
        "Berlin Hamburg Bonn Kassel Leipzig Dresden Bremen München Köln Düsseldorf Nürnberg Lübeck Göttingen Münster"
        " Saarbrücken Würzburg Osnabrück Überlingen Gießen Öhringen",
        "Hauptstraße 5|Schloßplatz 1|100 € Rabatt|Größe L|„Stammkunde“",
    ),
    "GB": Language(
        WESTERN,
        "First name;Last name;Email;Mobile;City;Notes",
        "James Emma Oliver Sophie Harry Grace Jack Emily George Lucy Zoë Chloë Renée Siân Seán Róisín Noël André"
        " José Sinéad Caoimhín Órla Beyoncé",
        "Smith Jones Taylor Brown Wilson Davies Evans Thomas Walker White O'Neill Brontë Ó_Briain García Müller"
        " Nuñez Fitzgérald Hernández Gómez O’Connor D’Arcy",
        "London Leeds Bristol York Derby Oxford Cardiff Belfast Ynys_Môn Dún_Laoghaire",
        "Owes £20|Café owner|Didn’t answer|“Call back”|Résumé sent – ok",
    ),
    "SE": Language(
        WESTERN,
        "Förnamn;Efternamn;E-post;Telefon;Ort;Anteckning",
        "Anna Erik Lars Maria Karl Eva Nils Sara Björn Åsa Märta Göran Åke Östen Sören Håkan Ann-Kristin Mårten Pär"
        " Jörgen Hélène Gösta",
        "Johansson Andersson Karlsson Nilsson Eriksson Larsson Olsson Persson Sjöberg Lindström Bergström Öberg Åberg"
        " Ängström Söderberg Hägglund Nyström Fällman Håkansson Björk Ekström",
        "Stockholm Uppsala Lund Kalmar Göteborg Malmö Örebro Västerås Linköping Jönköping Umeå Luleå Gävle Borås"
        " Östersund Ängelholm",
        "Ring på måndag|Återkommer|Får rabatt",
    ),
    "NO": Language(
        WESTERN,
        "Fornavn;Etternavn;E-post;Telefon;Sted;Notat",
        "Anne Ole Kari Per Nina Lars Ingrid Tor Bjørn Øyvind Åse Gøril Jørgen Håkon Pål Måns Sæbjørn Øystein Bård",
        "Hansen Johansen Olsen Larsen Andersen Berg Haugen Lund Sørensen Bjørnstad Ødegård Åsen Sæther Næss Fløgstad"
        " Kjær Østby Bråten Møller Skår",
        "Oslo Bergen Trondheim Stavanger Molde Tromsø Bodø Ålesund Tønsberg Gjøvik Røros Hønefoss Måløy Sandnessjøen",
        "Ring på mandag|Ønsker tilbud|Bør følges opp",
    ),
    "PL": Language(
        CENTRAL,
        "Imię;Nazwisko;E-mail;Telefon;Miasto;Uwagi",
        "Anna Jan Piotr Maria Tomasz Ewa Adam Marta Jakub Zofia Łukasz Paweł Michał Małgorzata Elżbieta Grażyna"
        " Stanisław Wojciech Rafał Jędrzej Bożena Żaneta Świętosława Mirosław Józef Łucja",
        "Nowak Kowalski Lewandowski Kaczmarek Mazur Krawczyk Zając Wójcik Wiśniewski Dąbrowski Zieliński Szymański"
        " Woźniak Kozłowski Świątek Żuk Źrebiec Błaszczyk Gołębiewski Pająk Ćwik Śliwa Łęcki Grześkowiak",
        "Warszawa Gdynia Katowice Radom Opole Kraków Łódź Gdańsk Poznań Wrocław Białystok Częstochowa Toruń Rzeszów"
        " Zakopane Świdnica Żory Łomża Słupsk Ząbki",
        "Dzwonić później|Stały klient|Proszę o ofertę",
    ),
    "CZ": Language(
        CENTRAL,
        "Jméno;Příjmení;E-mail;Telefon;Město;Poznámka",
        "Jana Petr Eva Martin Anna Pavel Hana Jakub Marie Tereza Jiří Tomáš Lukáš Ondřej Zdeněk Božena Růžena Věra"
        " Lenka Matěj Šárka Žaneta Řehoř Aleš Miloš Ludmila Květa Štěpán",
        "Novák Svoboda Marek Hora Urban Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pospíšil Růžička"
        " Říha Šimek Žák Čermák Kříž Bláha Doležal Fiala Bartoš Štěpánek Kovář Jirků",
        "Praha Brno Ostrava Opava Zlín Olomouc Plzeň České_Budějovice Hradec_Králové Ústí_nad_Labem Děčín Kroměříž"
        " Žďár_nad_Sázavou Šumperk Přerov Třebíč Náchod Jičín",
        "Volat později|Stálý zákazník|Dluží 50 Kč",
    ),
    "SK": Language(
        CENTRAL,
        "Meno;Priezvisko;E-mail;Telefón;Mesto;Poznámka",
        "Anna Peter Eva Martin Jana Michal Zuzana Adam Ján Jozef Tomáš Lukáš Ľudmila Ľubomír Mária Štefan Žofia"
        " Matúš Ondrej Božena Katarína Ľuboš Číž",
        "Novak Horvath Kovac Varga Toth Nagy Horváth Kováč Tóth Baláž Molnár Szabó Lukáč Polák Žiak Šimko Ďurica"
        " Hudák Gajdoš Kollár Čierny Ľupták Krajčír Mrázik Blažek Vlček Hôrka",
        "Bratislava Trnava Nitra Martin Poprad Košice Prešov Žilina Banská_Bystrica Trenčín Považská_Bystrica Šaľa"
        " Ľubochňa Liptovský_Mikuláš Dolný_Kubín Stupava Čadca",
        "Volať neskôr|Stály zákazník|Žiada ponuku",
    ),
    "HU": Language(
        CENTRAL,
        "Keresztnév;Vezetéknév;E-mail;Telefon;Város;Megjegyzés",
        "Anna Gergely Katalin Ferenc Andrea Attila Edit Tamara István Zoltán László József Péter Gábor András Ágnes"
        " Éva Mária Zsófia Ildikó Csaba Győző Jenő Dezső Eszter Ödön Lőrinc Tünde Mónika",
        "Nagy Kiss Varga Balogh Fodor Lakatos Kovács Szabó Tóth Horváth Molnár Németh Papp Juhász Mészáros Szűcs"
        " Fehér Török Győri Bartók Őri Szőke Kőműves Füredi Bíró Sipőcz Ürmös Gál",
        "Budapest Szeged Miskolc Kecskemet Eger Győr Pécs Debrecen Nyíregyháza Székesfehérvár Szombathely Békéscsaba"
        " Hódmezővásárhely Sopron Ózd Érd Gödöllő Fertőd",
        "Később hívni|Állandó ügyfél|Előfizető",
    ),
    "RO": Language(
        "cp1250 iso8859_2 cp852",
        "Prenume;Nume;E-mail;Telefon;Localitate;Observaţii",
        "Ana Maria Andrei Elena Mihai Ioana Alexandru Cristina Radu George Ştefan Cătălin Mădălina Răzvan Ionuţ"
        " Bogdan Ilinca Ştefania Şerban Rareş Dragoş Gheorghiţă Vasilică",
        "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Constantinescu Tănase Munteanu Oprişan"
        " Păun Rusu Şerban Ţepeş Brâncuşi Vîlcu Moraru Mureşan Bălan Grădinaru Lăzărescu Călinescu Câmpeanu",
        "Iasi Craiova Oradea Arad Sibiu Deva Bucureşti Cluj Timişoara Braşov Constanţa Galaţi Ploieşti Brăila Bacău"
        " Piteşti Târgu_Mureş Bistriţa Reşiţa",
        "Sună mâine|Client vechi|Doreşte ofertă",
    ),
    "HR": Language(
        CENTRAL,
        "Ime;Prezime;E-mail;Telefon;Grad;Napomena",
        "Ana Ivan Marija Marko Petra Luka Iva Josip Željko Željka Dražen Siniša Krešimir Đurđa Saša Živko Tomislav"
        " Nikša Jagoda Mladen Anđela Višnja",
        "Horvat Babic Maric Novak Knezevic Kovačević Babić Marić Jurić Novaković Petrović Đurić Šimić Žižić Božić"
        " Čulić Matić Perić Vuković Marković Grgić Hodžić Tomašević Lončar Pavlović",
        "Zagreb Split Rijeka Osijek Zadar Pula Šibenik Požega Čakovec Đakovo Županja Križevci Sisak Varaždin Poreč",
        "Nazvati sutra|Stalni kupac – važno",
    ),
    "RU": Language(
        "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic",
        "Имя;Фамилия;Email;Телефон;Город;Примечание",
        "Анна Иван Мария Дмитрий Елена Сергей Ольга Алексей Наталья Андрей Юлия Михаил Екатерина Артём Фёдор Щукарь"
        " Татьяна Эдуард Яков Игорь Ксения Олег Вадим",
        "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Соловьёва"
        " Лебедева Щербаков Юдин Яшин Эренбург Журавлёва Чехова Цой Хохлова Гусева",
        "Москва Казань Самара Омск Уфа Пермь Воронеж Саратов Тюмень Ижевск Барнаул Нижний_Новгород Екатеринбург"
        " Челябинск Ростов-на-Дону Орёл Йошкар-Ола",
        "Перезвонить завтра|Постоянный клиент|№ 5, кв. 12",
    ),
    "UA": Language(
        "cp1251 koi8_u",
        "Ім'я;Прізвище;Email;Телефон;Місто;Примітка",
        "Олена Іван Марія Дмитро Оксана Сергій Ольга Олексій Наталія Андрій Юлія Михайло Катерина Артем Їжак Євген"
        " Тетяна Ґалина Яків Ігор Ксенія Олег Вадим Любов",
        "Шевченко Бойко Коваленко Бондаренко Ткаченко Кравченко Олійник Шевчук Коваль Поліщук Іваненко Їжакевич"
        " Єфименко Мельник Лисенко Савченко Гаврилюк Мороз Кравчук Ґудзь",
        "Київ Львів Одеса Харків Дніпро Запоріжжя Вінниця Чернігів Чернівці Житомир Рівне Суми Ужгород Хмельницький",
        "Передзвонити завтра|Постійний клієнт",
    ),
    "BG": Language(
        "cp1251 cp866 iso8859_5",
        "Име;Фамилия;Имейл;Телефон;Град;Бележка",
        "Мария Иван Елена Георги Петър Десислава Николай Стоян Красимир Радостина Димитър Йордан Ваня Цветелина"
        " Румяна Христо Лъчезар Щилиян Ани Борис",
        "Иванов Георгиев Димитров Петров Николов Христов Стоянов Илиев Ангелов Тодоров Василева Атанасова Йорданова"
        " Добрева Костова Младенов Въчев Съйков Желязков Цонев",
        "София Пловдив Варна Бургас Русе Плевен Сливен Добрич Шумен Перник Хасково Ямбол Велико_Търново Кюстендил",
        "Да се потърси утре|Постоянен клиент",
    ),
    "GR": Language(
        "cp1253 iso8859_7 cp737 mac_greek",
        "Όνομα;Επώνυμο;Email;Τηλέφωνο;Πόλη;Σημειώσεις",
        "Γιώργος Μαρία Δημήτρης Ελένη Κώστας Αικατερίνη Νίκος Βασιλική Παναγιώτης Σοφία Ιωάννης Άννα Χρήστος Ευαγγελία"
        " Θεόδωρος Ζωή Έφη Ηλίας Όλγα Αθηνά Ξένια",
        "Παπαδόπουλος Παππάς Καραγιάννης Βλάχος Ιωαννίδης Οικονόμου Νικολάου Γεωργίου Δημητρίου Μακρής Κωνσταντίνου"
        " Ψαλτάκης Αντωνίου Φωτίου Χατζής Ζαχαρίου Ξανθόπουλος Άγγελος",
        "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Χανιά Καβάλα Ρόδος Σέρρες Ξάνθη Άρτα Ύδρα",
        "Να καλέσω αύριο|Τακτικός πελάτης|20 € έκπτωση",
    ),
    "TR": Language(
        "cp1254 iso8859_9 cp857 mac_turkish",
        "Ad;Soyad;E-posta;Telefon;Şehir;Not",
        "Ali Ahmet Fatma Emine Hatice Zeynep Elif Murat Kerem Deniz Ayşe Mehmet Gökhan Özlem İbrahim Çağla Şule Tuğba"
        " Ümit Işıl Yağmur Güneş Barış Oğuz İrem Sıla Ömer Nurgül",
        "Demir Kaya Kurt Aslan Polat Yilmaz Yılmaz Çelik Şahin Yıldız Öztürk Aydın Özdemir Doğan Kılıç Çetin Koç"
        " Güler Bozkurt Aksoy Erdoğan Işık Ünal Şimşek Tekin Güneş Yalçın Avcı Coşkun",
        "Ankara Bursa Adana Konya Samsun Trabzon İstanbul İzmir Eskişehir Diyarbakır Şanlıurfa Muğla Çanakkale Kırşehir"
        " Niğde Ağrı Elazığ Gümüşhane",
        "Yarın aranacak|Eski müşteri|Ödeme yapıldı",
    ),
    "JP": Language(
        "cp932 euc_jp",
        "名;姓;メール;電話番号;住所;備考",
        "太郎 花子 一郎 健太 美咲 陽菜 翔太 大輔 裕子 直樹 恵子 さくら 優 蓮 結衣 真由美 ハルカ 浩二 幸子 誠",
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 清水 能登 表 申",
        "東京都新宿区 大阪市北区 名古屋市 札幌市 福岡市 京都市 横浜市 神戸市 仙台市 ソニー通り 広島市 能代市",
        "明日電話|担当：田中様|ｶﾀｶﾅ",
    ),
    "CN": Language(
        "gb18030 gbk",
        "名;姓;邮箱;电话;城市;备注",
        "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 桂英 建国 小龙 志强 文 婷婷 雪梅",
        "王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 马 朱 胡 郭 何 高 林 郑 欧阳 司马 诸葛 鄢",
        "北京市 上海市 广州市 深圳市 成都市 杭州市 武汉市 西安市 重庆市 南京市 天津市 苏州市 长沙市",
        "明天再打|老客户|已付款",
    ),
    "TW": Language(
        "big5",
        "名字;姓氏;電子郵件;電話;城市;備註",
        "志明 春嬌 淑芬 美玲 俊傑 雅婷 怡君 家豪 淑惠 建宏 宗翰 佳蓉 功 許 秀英 文雄 麗華 冠宇 詩涵",
        "陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 洪 郭 邱 曾 廖 賴 徐 周 葉 蘇 莊 呂",
        "臺北市 新北市 桃園市 臺中市 臺南市 高雄市 基隆市 新竹市 嘉義市 花蓮縣 宜蘭縣 屏東縣",
        "明天再打|老客戶|已付款",
    ),
    "KR": Language(
        "cp949 euc_kr",
        "이름;성;이메일;전화번호;도시;비고",
        "민준 서연 지훈 수빈 지우 현우 예은 도윤 하은 준호 영희 철수 은정 미영 성민 혜진 동현 유진 정숙 상우",
        "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 홍 전 고 문 양 손",
        "서울특별시 부산광역시 대구 인천 광주 대전 울산 수원시 성남시 고양시 제주시 전주시 청주시",
        "내일 전화|단골 고객|입금 완료",
    ),
}

# What the Asian files hold where they hold no sign of their own.
ROMAN: Final = (
    "Ken Yuki Mei Wei Jun Min Hana Lin Chen Kim",
    "Sato Suzuki Wang Li Chen Lin Kim Park Tanaka Lee",
    "Tokyo Osaka Beijing Taipei Seoul Busan Shanghai",
)


class LegacyFile(NamedTuple):
    """A file of `region`'s customers, and what its text is."""

    region: str
    codec: str
    density: str
    text: str

    @property
    def content(self) -> bytes:
        return self.text.encode(self.codec)


def legacy_files(
    seeds: int, densities: tuple[str, ...] = ("one", "few", "many")
) -> Iterator[LegacyFile]:
    """`seeds` files of each language, encoding and density; each has at least one sign beyond ASCII."""
    for region, language in LANGUAGES.items():
        for codec in language.encodings.split():
            for density in densities:
                for seed in range(seeds):
                    yield legacy_file(region, codec, density, seed)


def legacy_file(region: str, codec: str, density: str, seed: int) -> LegacyFile:
    """One file of 3 to 300 rows. Names beyond ASCII stand in `density`: one row, some, or all it may."""
    rng = random.Random(f"{region} {codec} {density} {seed}")
    language = LANGUAGES[region]
    pools = [_pool(words, codec) for words in (language.names, language.surnames, language.cities)]
    notes = [note for note in language.notes.split("|") if _fits(note, codec)]
    plain = [
        [word for word in pool if word.isascii()] or roman.split()
        for pool, roman in zip(pools, ROMAN, strict=True)
    ]
    count = rng.choice([3, 5, 12, 40, 300] if density != "one" else [3, 8, 60, 300])
    special = {
        "one": {rng.randrange(count)},
        "few": set(rng.sample(range(count), 1 + count // 12)),
    }.get(density, set(range(count)))
    shout = rng.random() < 0.15
    lines = [_header(language.header, codec, density, rng)]
    for number in range(count):
        words = _row(pools if number in special else plain, number in special, density, rng)
        note = rng.choice(notes) if density == "many" and notes and rng.random() < 0.2 else ""
        words = [_shouted(word, codec) if shout else word for word in words]
        phone = f"0{rng.randrange(100, 999)} {rng.randrange(100000, 9999999)}"
        lines.append(f"{words[0]};{words[1]};c{number}@example.com;{phone};{words[2]};{note}")
    return LegacyFile(region, codec, density, "\r\n".join(lines) + "\r\n")


def _shouted(word: str, codec: str) -> str:
    # Capitals of ß are SS: a program that writes them so leaves no sign beyond ASCII.
    capitals = word.replace("ß", "ẞ").upper().replace("ẞ", "ß")
    return capitals if _fits(capitals, codec) else word


def _row(pools: list[list[str]], special: bool, density: str, rng: random.Random) -> list[str]:
    words = [rng.choice(pool) for pool in pools]
    if special and density != "many":
        # Of the three words just one has a sign beyond ASCII: a file may hold no more than that.
        at = rng.randrange(3)
        words = [
            rng.choice([word for word in pool if word.isascii() != (place == at)] or [words[place]])
            for place, pool in enumerate(pools)
        ]
    return words


def _header(header: str, codec: str, density: str, rng: random.Random) -> str:
    ascii_header = "name;surname;email;phone;city;notes"
    if density == "one" or not _fits(header, codec):
        return ascii_header
    return header if density == "many" or rng.random() < 0.3 else ascii_header


def _pool(words: str, codec: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split() if _fits(word, codec)]


def _fits(text: str, codec: str) -> bool:
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeError:
        return False
