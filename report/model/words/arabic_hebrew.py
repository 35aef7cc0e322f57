"""The words of Arabic, Hebrew and Persian, which are written from right to left."""

from report.model.words.table import Words

# fmt: off
ROWS = (
    Words(
        lang="ar", quotes=("«", "»"), comma="، ",
        figure="الشكل", table="الجدول", equation="المعادلة", section="القسم", appendix="الملحق", page="صفحة",
        figures="قائمة الأشكال", tables="قائمة الجداول", contents="المحتويات", key_points="النقاط الرئيسية",
        summary="الملخص", references="المراجع", notes="الحواشي", glossary="مسرد المصطلحات", index="الفهرس",
        see="انظر", see_also="انظر أيضًا", data_of="بيانات {}", source="المصدر: {}", note_number="الحاشية", back_to_text="العودة إلى النص",
        cover="الغلاف", title_page="صفحة العنوان", landmarks="المعالم", page_list="الصفحات", start="بداية النص",
        by="إعداد", version="الإصدار", licence="الترخيص", identifier="المعرّف", how_to_cite="للاستشهاد بهذا التقرير",
        recipient="إلى", sender="من", copies="نسخة إلى", date="التاريخ",
        published="نُشر", qr_code="رمز QR", set_in="الخطوط المستخدمة:", draft="مسودة: لا يُستشهد بها", superseded="حلّ محله إصدار أحدث",
        withdrawn="مسحوب", embargo="يُحظر النشر حتى", code="الشيفرة", of="من", note="ملاحظة", tip="نصيحة",
        important="مهم", warning="تحذير", caution="تنبيه",
    ),
    Words(
        lang="he", quotes=("”", "”"),
        figure="איור", table="טבלה", equation="משוואה", section="סעיף", appendix="נספח", page="עמוד",
        figures="רשימת האיורים", tables="רשימת הטבלאות", contents="תוכן העניינים", key_points="עיקרי הדברים",
        summary="תקציר", references="מקורות", notes="הערות", glossary="מונחון", index="מפתח עניינים", see="ראו",
        see_also="ראו גם", data_of="נתונים: {}", source="מקור: {}", note_number="הערה", back_to_text="חזרה לטקסט", cover="כריכה",
        title_page="עמוד השער", landmarks="ציוני דרך", page_list="עמודים", start="תחילת הטקסט", by="מאת",
        version="גרסה", licence="רישיון", identifier="מזהה", how_to_cite="לציטוט", published="פורסם",
        recipient="אל", sender="מאת", copies="העתק", date="תאריך",
        qr_code="קוד QR", set_in="נסדר בגופנים", draft="טיוטה: אין לצטט", superseded="הוחלף בגרסה מאוחרת יותר", withdrawn="נמשך",
        embargo="אסור לפרסום עד", code="קוד", of="מתוך", note="הערה", tip="עצה", important="חשוב", warning="אזהרה",
        caution="זהירות",
    ),
    Words(
        lang="fa", quotes=("«", "»"), comma="، ",
        figure="شکل", table="جدول", equation="معادلهٔ", section="بخش", appendix="پیوست", page="صفحه",
        figures="فهرست شکل‌ها", tables="فهرست جدول‌ها", contents="فهرست مطالب", key_points="نکات کلیدی",
        summary="چکیده", references="منابع", notes="یادداشت‌ها", glossary="واژه‌نامه", index="نمایه", see="نگاه کنید به",
        see_also="همچنین نگاه کنید به", data_of="داده‌های {}", source="منبع: {}", note_number="یادداشت", back_to_text="بازگشت به متن",
        cover="جلد", title_page="صفحهٔ عنوان", landmarks="نشانه‌ها", page_list="صفحه‌ها", start="آغاز متن", by="نوشتهٔ",
        version="نسخهٔ", licence="پروانه", identifier="شناسه", how_to_cite="شیوهٔ ارجاع", published="انتشار",
        recipient="به", sender="از", copies="رونوشت", date="تاریخ",
        qr_code="کد QR", set_in="حروف‌چینی با", draft="پیش‌نویس: ارجاع ندهید", superseded="با نسخه‌ای تازه‌تر جایگزین شده است",
        withdrawn="بازپس‌گرفته", embargo="ممنوعیت انتشار تا", code="کد", of="از", note="توجه", tip="راهنمایی",
        important="مهم", warning="هشدار", caution="احتیاط",
    ),
)
