"""The words of Chinese in both scripts, Japanese and Korean."""

from report.model.words.table import WIDE_SPACE, Words

# fmt: off
ROWS = (
    Words(
        lang="zh", quotes=("“", "”"), comma="、", stop="。", label_end=WIDE_SPACE,
        figure="图{}", table="表{}", equation="式{}", section="第{}节", appendix="附录{}", page="第{}页",
        figures="图目录", tables="表目录", contents="目录", key_points="要点", summary="摘要", references="参考文献",
        notes="注释", glossary="术语表", index="索引", see="见", see_also="另见", data_of="{}的数据", source="资料来源：{}", note_number="注",
        back_to_text="返回正文", cover="封面", title_page="扉页", landmarks="导览", page_list="页码列表", start="正文",
        by="作者：", version="版本", licence="许可", identifier="标识符", how_to_cite="引用格式", published="发布",
        recipient="收件人", sender="发件人", copies="抄送", date="日期",
        qr_code="二维码", set_in="排版字体：", draft="草稿，请勿引用", superseded="已被新版本取代", withdrawn="已撤回",
        embargo="{}前禁止发布", code="代码", of="/", note="说明", tip="提示", important="重要", warning="警告",
        caution="注意",
    ),
    Words(
        lang="zh-Hant", quotes=("「", "」"), comma="、", stop="。", label_end=WIDE_SPACE,
        figure="圖{}", table="表{}", equation="式{}", section="第{}節", appendix="附錄{}", page="第{}頁",
        figures="圖目錄", tables="表目錄", contents="目錄", key_points="重點", summary="摘要", references="參考文獻",
        notes="註釋", glossary="詞彙表", index="索引", see="見", see_also="另見", data_of="{}的資料", source="資料來源：{}", note_number="註",
        back_to_text="返回正文", cover="封面", title_page="書名頁", landmarks="導覽", page_list="頁碼列表", start="正文",
        by="作者：", version="版本", licence="授權條款", identifier="識別碼", how_to_cite="引用格式", published="發布",
        recipient="收件人", sender="寄件人", copies="副本", date="日期",
        qr_code="QR 碼", set_in="排版字型：", draft="草稿，請勿引用", superseded="已由新版本取代", withdrawn="已撤回",
        embargo="{}前禁止發布", code="程式碼", of="/", note="說明", tip="提示", important="重要", warning="警告",
        caution="注意",
    ),
    Words(
        lang="ja", quotes=("「", "」"), comma="、", stop="。", label_end=WIDE_SPACE,
        figure="図{}", table="表{}", equation="式{}", section="第{}節", appendix="付録{}", page="{}ページ",
        figures="図一覧", tables="表一覧", contents="目次", key_points="要点", summary="要旨", references="参考文献",
        notes="注", glossary="用語集", index="索引", see="{}を見よ", see_also="{}も見よ", data_of="{}のデータ",
        source="出典：{}", note_number="注", back_to_text="本文に戻る", cover="表紙", title_page="扉", landmarks="主な箇所",
        page_list="ページ一覧", start="本文", by="著者：", version="バージョン", licence="ライセンス",
        recipient="宛先", sender="差出人", copies="写し", date="日付",
        identifier="識別子", how_to_cite="引用方法", published="発行", qr_code="QRコード", set_in="使用書体：", draft="草稿（引用不可）",
        superseded="新しい版に差し替え済み", withdrawn="撤回", embargo="{}まで公開禁止", code="コード", of="/",
        note="注記", tip="ヒント", important="重要", warning="警告", caution="注意",
    ),
    Words(
        lang="ko", quotes=("“", "”"),
        figure="그림\N{NO-BREAK SPACE}{}", table="표\N{NO-BREAK SPACE}{}", equation="식\N{NO-BREAK SPACE}{}",
        section="{}절", appendix="부록\N{NO-BREAK SPACE}{}", page="{}쪽", figures="그림 목차", tables="표 목차",
        contents="목차", key_points="핵심 내용", summary="요약", references="참고 문헌", notes="주", glossary="용어 해설",
        index="찾아보기", see="{} 참조", see_also="{}도 참조", data_of="{}의 자료", source="출처: {}", note_number="주",
        back_to_text="본문으로 돌아가기", cover="표지", title_page="속표지", landmarks="주요 위치",
        page_list="쪽 목록", start="본문", by="지은이:", version="버전", licence="이용 허락", identifier="식별자",
        recipient="수신", sender="발신", copies="참조", date="날짜",
        how_to_cite="인용 방법", published="발행", qr_code="QR 코드", set_in="글꼴:", draft="초안: 인용 금지",
        superseded="새 버전으로 대체됨", withdrawn="철회됨", embargo="{}까지 공개 금지", code="코드", of="/",
        note="참고", tip="도움말", important="중요", warning="경고", caution="주의",
    ),
)
