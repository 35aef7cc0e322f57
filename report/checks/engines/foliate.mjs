// foliate-js, as `reading.mjs` asks of an engine.

import '/foliate-js/view.js'

const PATIENCE = 3000 // milliseconds that a link may take to be followed

export async function openBook() {
    const data = await (await fetch('/book.epub')).blob()
    const view = document.createElement('foliate-view')
    document.body.append(view)
    await view.open(new File([data], 'book.epub', { type: 'application/epub+zip' }))
    const { book, renderer } = view
    let place = {}
    renderer.addEventListener('relocate', ({ detail }) => { place = detail })
    const shown = () => renderer.getContents()?.[0]
    const show = async index => {
        await renderer.goTo({ index, anchor: 0 })
        return shown()?.index === index ? shown().doc : undefined
    }
    return {
        title: book.metadata?.title,
        language: book.metadata?.language,
        toc: book.toc,
        landmarks: book.landmarks,
        pageList: book.pageList,
        documents: book.sections.length,
        nameOf: index => book.sections[index].id,
        show,
        // foliate keeps an empty page before the first and one after the last
        pages: () => Math.max(renderer.pages - 2, 0),
        find: href => find(book, href),
        follow: link => follow(renderer, link),
        isShown: element => Boolean(place.range?.intersectsNode(element)),
        shown: () => shown()?.doc,
        first: () => renderer.firstSection(),
        next: async () => {
            if (renderer.atEnd) return false
            const before = `${place.index} ${place.fraction}`
            await renderer.next()
            return `${place.index} ${place.fraction}` !== before
        },
    }
}

async function find(book, href) {
    const target = await book.resolveHref(href)
    if (!(target?.index >= 0)) return 'leads to no document of the spine'
    const page = await book.sections[target.index].createDocument()
    return href.includes('#') && !target.anchor(page) ? 'leads to no element' : ''
}

async function follow(renderer, link) {
    const moved = new Promise(resolve => renderer.addEventListener('relocate', resolve, { once: true }))
    link.click()
    await Promise.race([moved, new Promise(resolve => setTimeout(resolve, PATIENCE))])
    await new Promise(resolve => setTimeout(resolve, 100))
}
