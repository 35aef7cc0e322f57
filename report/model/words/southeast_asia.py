"""The words of Indonesian, Malay, Vietnamese and Thai."""

from report.model.words.table import Words

# fmt: off
ROWS = (
    Words(
        lang="id", quotes=("“", "”"),
        figure="Gambar", table="Tabel", equation="Persamaan", section="Bagian", appendix="Lampiran", page="halaman",
        figures="Daftar gambar", tables="Daftar tabel", contents="Daftar isi", key_points="Pokok-pokok utama",
        summary="Ringkasan", references="Daftar pustaka", notes="Catatan", glossary="Glosarium", index="Indeks",
        see="lihat", see_also="lihat juga", data_of="Data {}", source="Sumber: {}", note_number="Catatan", back_to_text="kembali ke teks",
        cover="Sampul", title_page="Halaman judul", landmarks="Penanda", page_list="Halaman", start="Awal teks",
        by="Oleh", version="Versi", licence="Lisensi", identifier="Pengenal", how_to_cite="Cara mengutip",
        published="Diterbitkan", qr_code="Kode QR", set_in="Disusun dengan", draft="Draf: tidak untuk dikutip",
        superseded="Digantikan oleh versi yang lebih baru", withdrawn="Ditarik", embargo="Di bawah embargo hingga",
        code="Kode", of="dari", note="Catatan", tip="Kiat", important="Penting", warning="Peringatan",
        caution="Perhatian",
    ),
    Words(
        lang="ms", quotes=("“", "”"),
        figure="Rajah", table="Jadual", equation="Persamaan", section="Bahagian", appendix="Lampiran",
        page="halaman", figures="Senarai rajah", tables="Senarai jadual", contents="Kandungan",
        key_points="Perkara utama", summary="Ringkasan", references="Rujukan", notes="Nota", glossary="Glosari",
        index="Indeks", see="lihat", see_also="lihat juga", data_of="Data {}", source="Sumber: {}", note_number="Nota",
        back_to_text="kembali ke teks", cover="Kulit", title_page="Halaman tajuk", landmarks="Mercu tanda",
        page_list="Halaman", start="Permulaan teks", by="Oleh", version="Versi", licence="Lesen",
        identifier="Pengecam", how_to_cite="Cara memetik", published="Diterbitkan", qr_code="Kod QR", set_in="Diset dalam",
        draft="Draf: bukan untuk dipetik", superseded="Digantikan oleh versi yang lebih baharu",
        withdrawn="Ditarik balik", embargo="Di bawah embargo hingga", code="Kod", of="daripada", note="Nota",
        tip="Petua", important="Penting", warning="Amaran", caution="Awas",
    ),
    Words(
        lang="vi", quotes=("“", "”"),
        figure="Hình", table="Bảng", equation="Phương trình", section="Mục", appendix="Phụ lục", page="trang",
        figures="Danh mục hình", tables="Danh mục bảng", contents="Mục lục", key_points="Những điểm chính",
        summary="Tóm tắt", references="Tài liệu tham khảo", notes="Chú thích", glossary="Thuật ngữ", index="Chỉ mục",
        see="xem", see_also="xem thêm", data_of="Dữ liệu của {}", source="Nguồn: {}", note_number="Chú thích",
        back_to_text="trở lại văn bản", cover="Bìa", title_page="Trang tiêu đề", landmarks="Các mốc",
        page_list="Các trang", start="Đầu văn bản", by="Tác giả:", version="Phiên bản", licence="Giấy phép",
        identifier="Mã định danh", how_to_cite="Cách trích dẫn", published="Xuất bản", qr_code="Mã QR", set_in="Phông chữ:",
        draft="Bản thảo: không trích dẫn", superseded="Đã được thay bằng phiên bản mới hơn",
        withdrawn="Đã thu hồi", embargo="Cấm công bố đến", code="Mã", of="/", note="Ghi chú", tip="Mẹo",
        important="Quan trọng", warning="Cảnh báo", caution="Thận trọng",
    ),
    Words(
        lang="th", quotes=("“", "”"), comma=" ", stop="", label_end="",
        figure="รูปที่", table="ตารางที่", equation="สมการที่", section="หัวข้อที่", appendix="ภาคผนวก", page="หน้า",
        figures="สารบัญรูป", tables="สารบัญตาราง", contents="สารบัญ", key_points="ประเด็นสำคัญ", summary="บทสรุป",
        references="เอกสารอ้างอิง", notes="เชิงอรรถ", glossary="อภิธานศัพท์", index="ดัชนี", see="ดู", see_also="ดูเพิ่มเติมที่",
        data_of="ข้อมูลของ{}", source="ที่มา: {}", note_number="เชิงอรรถที่", back_to_text="กลับไปยังเนื้อหา", cover="ปก",
        title_page="หน้าชื่อเรื่อง", landmarks="จุดสำคัญ", page_list="รายการหน้า", start="เริ่มเนื้อหา", by="โดย",
        version="ฉบับที่", licence="สัญญาอนุญาต", identifier="รหัสระบุ", how_to_cite="การอ้างอิงรายงานนี้",
        published="เผยแพร่", qr_code="คิวอาร์โค้ด", set_in="แบบอักษร:", draft="ฉบับร่าง ห้ามอ้างอิง", superseded="มีฉบับใหม่แทนแล้ว",
        withdrawn="เพิกถอนแล้ว", embargo="ห้ามเผยแพร่ก่อน", code="รหัสโปรแกรม", of="จาก", note="หมายเหตุ",
        tip="เคล็ดลับ", important="สำคัญ", warning="คำเตือน", caution="ข้อควรระวัง",
    ),
)
