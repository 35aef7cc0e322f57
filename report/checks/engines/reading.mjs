// How a book is read, whatever the engine. An engine's `openBook` gives a shown book:
//
//   title, language, toc, landmarks, pageList    entries: { href, label, subitems }
//   documents                                    how many the spine has, and `nameOf(index)`
//   show(index)                                  shows the first page of a document, and returns its Document, or nothing
//   pages()                                      how many pages the shown document has
//   find(href)                                   '' where an address of the navigation leads to an element, else what is wrong
//   follow(link), isShown(element)               clicks a link in the shown document; tells whether an element is in sight
//   shown()                                      the Document that is shown
//   first(), next()                              turn to the first page of the book, and on; `next` tells whether it turned

export async function readBook(openBook, limit) {
    const counts = { spine: 0, toc: 0, landmarks: 0, pageList: 0, notes: 0, pages: 0, turns: 0 }
    const report = { title: '', language: '', counts, troubles: [], at: '', cutShort: false }
    // a reader only warns of a document that is not well-formed or does not load
    console.warn = console.error = (...words) => tell(report, report.at, `the reader warns: ${words.join(' ')}`)
    try {
        const book = await openBook()
        globalThis.shownBook = book
        report.title = book.title ?? ''
        report.language = book.language ?? ''
        counts.spine = book.documents
        for (const kind of ['toc', 'landmarks', 'pageList']) await checkTargets(book, kind, book[kind], report)
        await showDocuments(book, report)
        await turnPages(book, limit, report)
        if (!counts.toc) tell(report, '', 'the table of contents is empty')
        if (!counts.pages) tell(report, '', 'the book has no page')
    } catch (error) {
        tell(report, '', `the reader gives up: ${error}`)
    }
    delete report.at
    return report
}

function tell(report, path, message) {
    report.troubles.push({ path, message })
}

async function checkTargets(book, kind, entries, report) {
    for (const entry of entries ?? []) {
        if (entry.href) {
            report.counts[kind] += 1
            const trouble = await book.find(entry.href)
            if (trouble) tell(report, '', `${kind} entry "${(entry.label ?? '').trim()}" (${entry.href}) ${trouble}`)
        }
        await checkTargets(book, kind, entry.subitems, report)
    }
}

async function showDocuments(book, report) {
    let followed = false
    for (let index = 0; index < book.documents; index += 1) {
        const name = book.nameOf(index)
        report.at = name
        const page = await book.show(index)
        const messages = page ? await checkPage(page) : ['is not shown']
        if (page) {
            report.counts.pages += book.pages()
            messages.push(...checkNotes(page, report.counts))
            if (!followed && page.querySelector(CALL)) {
                followed = true
                messages.push(...(await followNote(book, page)))
            }
        }
        for (const message of messages) tell(report, name, message)
    }
    report.at = ''
}

async function checkPage(page) {
    if (page.querySelector('parsererror')) return ['is not well-formed']
    const messages = []
    const root = page.body ?? page.documentElement
    if (!root.textContent.trim() && !page.querySelector('img, svg, image')) messages.push('is empty')
    for (const image of page.querySelectorAll('img, image')) {
        const address = image.currentSrc || image.getAttribute('href') || image.getAttribute('xlink:href') || image.src
        const copy = new Image()
        copy.src = URL.canParse(address, page.baseURI) ? new URL(address, page.baseURI).href : ''
        await copy.decode().catch(() => messages.push(`has an image that does not load: ${image.getAttribute('src') ?? address}`))
    }
    return messages
}

const CALL = 'a[role~="doc-noteref"]'
const BACK = 'a[role~="doc-backlink"]'

const targetOf = (page, link) => page.getElementById(decodeURIComponent((link.getAttribute('href') ?? '').split('#')[1] ?? ''))

// Calls and notes stand in one document: pop-ups need it so.
function checkNotes(page, counts) {
    const messages = []
    for (const link of page.querySelectorAll(`${CALL}, ${BACK}`)) {
        counts.notes += 1
        if (!targetOf(page, link)) messages.push(`the link of a note "${link.textContent}" leads to no element`)
    }
    return messages
}

async function followNote(book, page) {
    const call = page.querySelector(CALL)
    const note = targetOf(page, call)
    if (!note) return [] // which has been told
    const [number, there] = [call.textContent, call.id]
    await book.follow(call)
    const shown = book.shown()
    const landed = shown?.getElementById(note.id)
    if (!landed || !book.isShown(landed)) return [`the note "${number}" is not shown when its call is followed`]
    const back = landed.querySelector(BACK)
    if (!back) return [`the note "${number}" has no link back`]
    await book.follow(back)
    const again = book.shown()?.getElementById(there)
    return again && book.isShown(again) ? [] : [`the call of the note "${number}" is not shown when the note's link is followed back`]
}

async function turnPages(book, limit, report) {
    await book.first()
    while (await book.next()) {
        report.counts.turns += 1
        if (report.counts.turns >= limit) {
            report.cutShort = true
            return
        }
    }
    if (report.counts.turns + 1 < Math.min(report.counts.pages, limit) / 2) {
        tell(report, '', `the page does not turn after ${report.counts.turns} turns`)
    }
}
