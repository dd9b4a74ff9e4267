"""Arabic, Kurdish and Afghan, Turkish, Chinese and Vietnamese names."""

from lintel.demo.names.tables import Community

_ARABIC_FEMALE = """
Layla/Leila/Laila Noor/Nour/Nur Salma/Selma Hala/Halla Rania/Raniya Rana/Ranna Dina/Deena
Yara/Yarra Lina/Leena Mariam/Maryam Huda/Hoda Nadia/Nadya Samira/Sameera Zahra/Zehra
Shirin/Shireen Nasrin/Nesrin Avin/Aveen Rojin/Rozhin Dilan/Dylan Hêvî/Hevi Farida/Fareeda
Parwana/Parwaneh Nargis/Narges Roya/Roia Setara/Sitara Mursal/Morsal Shabnam/Shebnem Zohra/Zuhra
Amal/Amaal Reem/Rim Ghada/Ghadah Jumana/Jomana Malak/Melek Sara/Sarah Tala/Talla Wafa/Wafaa
Iman/Eman Asma/Asmaa Hanan/Hanaan
"""
_ARABIC_MALE = """
Omar/Umar Khaled/Khalid Mahmoud/Mahmud Mustafa/Mostafa Youssef/Yusuf/Yousif Karim/Kareem
Tarek/Tariq Ziad/Ziyad Samir/Sameer Bashar/Basshar Firas/Feras Hadi/Haddi Jamal/Jamaal
Marwan/Merwan Nabil/Nabeel Rami/Ramy Sami/Samy Walid/Waleed Yasin/Yassin Aram/Arram Azad/Azaad
Dilshad/Dilshaad Hiwa/Hewa Karwan/Karvan Rebin/Rebeen Soran/Sooran Sherko/Shirko Barzan/Barzaan
Ahmad/Ahmed Farhad/Ferhad Hamid/Hameed Jawad/Javad Najib/Najeeb Rashid/Rasheed Zabi/Zabiullah
Esmat/Ismat Nasir/Naser
"""
_ARABIC_FAMILY = """
Al-Hassan/Alhassan/Hassan Haddad/Hadad Khoury/Khouri/Koury Mansour/Mansoor Nasser/Naser/Nassar
Saleh/Salih Hamdan/Hamdaan Aziz/Azeez Rashid/Rasheed Karim/Kareem Ibrahim/Ibraheem Mahmoud/Mahmud
Abbas/Abas Al-Masri/Almasri/Masri Darwish/Derwish Barzani/Barzanji Jaf/Jaff Talabani/Talebani
Zebari/Zibari Hawrami/Hewrami Ahmadi/Ahmady Rahimi/Rahimy Karimi/Kareemi Hosseini/Husseini
Noori/Nouri Stanikzai/Stanekzai Safi/Saffi Wardak/Wardag Yousafzai/Yusufzai Zadran/Zadraan
Sultani/Soltani El-Sayed/Elsayed/Al-Sayed Fawzi/Fauzi Ghanem/Ganem Jaber/Jabir Khalil/Khaleel
Qasim/Kassem/Qassim Shaheen/Shahin Yasin/Yassine
"""
_TURKISH_FEMALE = """
Zeynep/Zaynep Elif/Aleef Ayşe/Ayse/Aishe Fatma/Fatima Emine/Amine Hatice/Khadija Zehra/Zahra
Merve/Marve Büşra/Busra Esra/Ezra Yağmur/Yagmur Ceren/Jeren Derya/Deria Ebru/Ebro Gül/Gul
Gülsüm/Gulsum Hülya/Hulya Melike/Melika Nur/Nour Özlem/Ozlem Pınar/Pinar Selin/Celin Sevgi/Sevgy
Şule/Sule Tuğba/Tugba Ada Defne/Daphne Eylül/Eylul Mira/Meera Nehir/Neher Asya/Asia Ecrin/Ejrin
"""
_TURKISH_MALE = """
Mehmet/Mehmed Mustafa/Mostafa Ahmet/Ahmed Ali/Aly Hüseyin/Huseyin/Hussein Hasan/Hassan
İbrahim/Ibrahim Murat/Murad Ömer/Omer/Omar Yusuf/Yousuf Emre/Emrah Can/Jan Burak/Boorak Cem/Jem
Deniz/Denis Eren/Erren Furkan/Furkhan Gökhan/Gokhan Hakan/Haakan Kaan/Khan Kerem/Karem
Levent/Levant Onur/Onour Ozan/Ozzan Serkan/Sercan Tolga/Tolgah Uğur/Ugur Volkan/Wolkan Yiğit/Yigit
Aras/Arras Miraç/Mirac
"""
_TURKISH_FAMILY = """
Yılmaz/Yilmaz Kaya/Kaia Demir/Demirr Çelik/Celik Şahin/Sahin/Shahin Yıldız/Yildiz
Yıldırım/Yildirim Öztürk/Ozturk Aydın/Aydin Özdemir/Ozdemir Arslan/Aslan Doğan/Dogan Kılıç/Kilic
Aslan/Arslan Çetin/Cetin Kara/Karra Koç/Koc Kurt/Kurtt Özkan/Ozkan Şimşek/Simsek Polat/Pollat
Korkmaz/Korkmas Erdoğan/Erdogan Güneş/Gunes Aksoy/Aksoi Bulut/Boulut Avcı/Avci Taş/Tas Acar/Ajar
Yavuz/Yavus Toprak/Topprak
"""
_CHINESE_FEMALE = """
Mei/May Mei_Ling/Meiling/Mei-Ling Xiu_Ying/Xiuying Hui_Min/Huimin Jia_Yi/Jiayi Yi_Han/Yihan
Zi_Xuan/Zixuan Xin_Yi/Xinyi Yu_Ting/Yuting Wai_Ling/Wailing Siu_Fong/Siufong Ka_Yan/Kayan
Hoi_Ching/Hoiching Tsz_Yan/Tszyan Wing_Sze/Wingsze Linh/Lin Thanh/Than Huong/Hương Lan/Lann Mai/My
Ngoc/Ngọc Phuong/Phương Thu/Thư Trang/Trangh Vy/Vi Anh/An Chau/Châu Hanh/Hạnh Kim/Kym Emily Grace
Jessica Chloe Sophie Vivian/Vivien
"""
_CHINESE_MALE = """
Wei/Way Jun/June Ming/Meng Hao/How Jia_Hao/Jiahao Zi_Han/Zihan Yu_Chen/Yuchen Hao_Ran/Haoran
Wei_Jie/Weijie Jian_Hui/Jianhui Ka_Ho/Kaho Chi_Wai/Chiwai Wai_Man/Waiman Tsz_Hin/Tszhin
Hoi_Lam/Hoilam Lok_Yin/Lokyin Duc/Đức Dung/Dũng Hieu/Hiếu Hung/Hùng Huy/Hui Khoa/Khoah Long/Lung
Minh/Ming Nam/Naam Phuc/Phúc Quang/Quan Tuan/Tuấn Viet/Việt Bao/Bảo Jason Kevin Ryan Eric/Erik
Andy Raymond
"""
_CHINESE_FAMILY = """
Chen/Chan/Tan Wang/Wong Li/Lee/Lei Zhang/Cheung/Chang Liu/Lau Yang/Yeung/Young Huang/Wong/Hwang
Zhao/Chiu Wu/Ng Zhou/Chow/Chau Xu/Hui/Tsui Sun/Suen Ma/Mah Zhu/Chu Hu/Woo Guo/Kwok He/Ho Gao/Ko
Lin/Lam Luo/Law/Lo Zheng/Cheng Liang/Leung Xie/Tse Tang/Deng Nguyen/Nguyễn/Ngyuen Tran/Trần Le/Lê
Pham/Phạm Hoang/Hoàng Vu/Vũ/Vo Dang/Đặng Bui/Bùi Do/Đỗ Ngo/Ngô Duong/Dương Dinh/Đinh
"""

COMMUNITIES = (
    Community(
        "arabic",
        "Arab, Kurdish and Afghan",
        35,
        (("OOTH", 65), ("AOTH", 25), ("NOBT", 10)),
        _ARABIC_FEMALE,
        _ARABIC_MALE,
        _ARABIC_FAMILY,
        first_of_two="Mohammad/Mohamed/Mohammed/Muhammad~Mo",
    ),
    Community(
        "turkish",
        "Turkish",
        15,
        (("WOTH", 60), ("OOTH", 35), ("NOBT", 5)),
        _TURKISH_FEMALE,
        _TURKISH_MALE,
        _TURKISH_FAMILY,
        tail=(
            "Ak Alp Altun Bay Boz Er Gök Kara Kızıl Öz Sarı Taş Tek Uz Yeni",
            "bulut can dağ demir er gül kaya kurt oğlu pınar soy taş türk yürek",
        ),
        tail_share=0.3,
    ),
    Community(
        "chinese",
        "Chinese and Vietnamese",
        15,
        (("CHNE", 60), ("AOTH", 35), ("NOBT", 5)),
        _CHINESE_FEMALE,
        _CHINESE_MALE,
        _CHINESE_FAMILY,
    ),
)
