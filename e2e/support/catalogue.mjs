// Every page and state that the accessibility, validity and reflow checks look at. A new page adds a line here.
import { findDocument, findDraft, findEntry, findEvent, findFolder, findPost, findPour, findQuestionForm, findSomebody, findSpace, findTexts, findThread } from './world.mjs'
import { chooseTheme, comment, publish, reply } from './acts.mjs'
import { begin } from './desk.mjs'
import { settled, visit } from './stage.mjs'

/**
 * A view is { name, person, path, status, act, scripted }: who looks, at what address, and what they do there before the check.
 * `scripted` views are made by a script. `status` is the status of the page that stands at the end, when it is not 200.
 */
export async function catalogue(here) {
  let event, space, series, thread, form, somebody, open, post, draft, planned, entry, arranged, pour, folder, document, table, picture, pdf
  await visit(here, { person: 'karim' }, async ({ request }) => {
    space = await findSpace(request, 'Archivage numérique')
    thread = await findThread(request, space)
    form = await findQuestionForm(request, space)
    post = await findPost(request, space)
    event = await findEvent(request, space, 'atelier-controler')
    series = await findEvent(request, space, 'webinaire-de-la-semaine')
    draft = await findDraft(request, space)
    somebody = await findSomebody(request, space)
    entry = await findEntry(request, space, 'serveur-de-fichiers')
    folder = await findFolder(request, space, 'modeles')
    document = await findDocument(request, space, 'charte-de-nommage')
    table = await findDocument(request, space, 'liste-des-formats')
    picture = await findDocument(request, space, 'schema-de-la-chaine')
    pdf = await findDocument(request, space, 'note-de-cadrage')
  })
  let card
  await visit(here, { person: 'paul' }, async ({ request }) => {
    open = await findSpace(request, 'Démat.ADS')
    card = await findSpace(request, 'Veille juridique et RGPD')
  })
  let mine, other
  await visit(here, { person: 'helene' }, async ({ request }) => {
    ({ mine, other } = await findTexts(request, space))
    planned = await findDraft(request, space)
    pour = await findPour(request, thread)
    arranged = (await request.get(entry).then((page) => page.text())).match(/href="([^"]*\/faq\?theme=[0-9a-z]{13})"/)[1]
  })

  return [
    { name: 'sign-in', path: '/connexion' },
    { name: 'sign-in, wrong password', path: '/connexion', status: 422, act: wrongPassword },
    { name: 'administration', person: 'claire', path: '/admin' },
    { name: 'addresses, of a network', person: 'claire', path: '/admin/adresses', act: unfold },
    { name: 'addresses, of the platform', person: 'nadia', path: '/admin/adresses', act: unfold },
    { name: 'addresses, one that passes', person: 'nadia', path: '/admin/adresses?essai=karim.benali@herault.example' },
    { name: 'addresses, one that is refused', person: 'nadia', path: '/admin/adresses?essai=contact@ville.example' },
    { name: 'addresses, an exception without a reason', person: 'nadia', path: '/admin/adresses', status: 422, act: ({ page }) => page.getByRole('button', { name: 'Autoriser cette adresse' }).click() },
    { name: 'addresses, an exception', person: 'claire', path: '/admin/adresses', act: exceptOne },
    { name: 'personal home', person: 'karim', path: '/' },
    { name: 'spaces', person: 'karim', path: '/espaces' },
    { name: 'spaces, none of mine', person: 'nadia', path: '/espaces' },
    { name: 'space home', person: 'karim', path: space },
    { name: 'space home, animator', person: 'helene', path: space },
    { name: 'space home, everything unfolded', person: 'helene', path: space, act: unfold },
    { name: 'space home, where only animators open threads', person: 'paul', path: open },
    { name: 'threads', person: 'karim', path: `${space}/echanges` },
    { name: 'threads, everything unfolded', person: 'karim', path: `${space}/echanges`, act: unfold },
    { name: 'threads, nothing found', person: 'karim', path: `${space}/echanges?auteur=Personne` },
    { name: 'threads of another space', person: 'paul', path: `${open}/echanges` },
    { name: 'thread', person: 'karim', path: thread },
    { name: 'thread, animator, menus open', person: 'helene', path: thread, act: unfold },
    { name: 'thread, after a reply', person: 'karim', path: thread, act: ({ page }) => reply(page, 'Merci, nous faisons de même.') },
    { name: 'thread, the editor open', person: 'karim', path: thread, scripted: true, act: openEditor },
    { name: 'thread, a table in the editor', person: 'karim', path: thread, scripted: true, act: openTable },
    { name: 'thread, the window of a link', person: 'karim', path: thread, scripted: true, act: openLink },
    { name: 'thread, empty reply', person: 'karim', path: thread, status: 422, act: emptyReply },
    { name: 'new thread', person: 'karim', path: form },
    { name: 'new thread, nothing filled', person: 'karim', path: form, status: 422, act: ({ page }) => publish(page) },
    { name: 'new thread, published', person: 'karim', path: form, act: publishOne },
    { name: 'blog', person: 'karim', path: `${space}/blog` },
    { name: 'blog, everything unfolded', person: 'karim', path: `${space}/blog`, act: unfold },
    { name: 'blog, nothing found', person: 'karim', path: `${space}/blog?auteur=Personne` },
    { name: 'blog, where only animators write', person: 'paul', path: `${open}/blog` },
    { name: 'post', person: 'karim', path: post },
    { name: 'post, animator, menus open', person: 'helene', path: post, act: unfold },
    { name: 'post, reader', person: 'sophie', path: post },
    { name: 'post, after a comment', person: 'karim', path: post, act: ({ page }) => comment(page, 'Merci pour ce billet.') },
    { name: 'post, a comment with a file', person: 'karim', path: post, act: commentWithFile },
    { name: 'edit a comment with its file', person: 'karim', path: post, act: editWithFile },
    { name: 'post, empty comment', person: 'karim', path: post, status: 422, act: emptyComment },
    { name: 'draft', person: 'karim', path: draft },
    { name: 'planned post', person: 'helene', path: planned },
    { name: 'drafts', person: 'karim', path: `${space}/blog/brouillons` },
    { name: 'drafts, none', person: 'paul', path: `${open}/blog/brouillons` },
    { name: 'calendar, month', person: 'karim', path: `${space}/calendrier` },
    { name: 'calendar, next month, everything unfolded', person: 'karim', path: `${space}/calendrier`, act: nextMonth },
    { name: 'calendar, week', person: 'karim', path: `${space}/calendrier?vue=semaine` },
    { name: 'calendar, an empty week', person: 'karim', path: `${space}/calendrier?semaine=2020-W02` },
    { name: 'calendar, list', person: 'sophie', path: `${space}/calendrier?vue=liste` },
    { name: 'calendar, what is over', person: 'sophie', path: `${space}/calendrier?vue=liste&passes=1` },
    { name: 'calendar, nothing found', person: 'karim', path: `${space}/calendrier?vue=liste&type=rien` },
    { name: 'event, full', person: 'karim', path: event },
    { name: 'event, animator, menus open', person: 'helene', path: series, act: unfold },
    { name: 'event, after an answer', person: 'sophie', path: event, act: answerYes },
    { name: 'new event', person: 'karim', path: `${space}/calendrier/nouveau` },
    { name: 'new event, everything unfolded', person: 'karim', path: `${space}/calendrier/nouveau`, act: unfold },
    { name: 'new event, nothing filled', person: 'karim', path: `${space}/calendrier/nouveau`, status: 422, act: ({ page }) => page.getByRole('button', { name: 'Créer l’événement' }).click() },
    { name: 'edit all dates of a series', person: 'helene', path: `${series.split('?')[0]}/modifier` },
    { name: 'edit one date of a series', person: 'helene', path: series.replace('?', '/date?') },
    { name: 'call an event off', person: 'helene', path: series.replace('?', '/annulation?') },
    { name: 'types of event', person: 'helene', path: `${space}/reglages/types` },
    { name: 'agenda', person: 'karim', path: '/agenda' },
    { name: 'agenda, month', person: 'karim', path: '/agenda?vue=mois' },
    { name: 'agenda, nothing', person: 'nadia', path: '/agenda' },
    { name: 'new post', person: 'karim', path: `${space}/blog/nouveau` },
    { name: 'new post, the editor open', person: 'karim', path: `${space}/blog/nouveau`, scripted: true, act: openEditor },
    { name: 'new post, nothing filled', person: 'karim', path: `${space}/blog/nouveau`, status: 422, act: ({ page }) => publish(page) },
    { name: 'edit a draft', person: 'karim', path: `${draft}/modifier` },
    { name: 'edit a planned post with its cover', person: 'helene', path: `${planned}/modifier` },
    { name: 'subscription to a blog', person: 'karim', path: `${space}/blog/abonnement` },
    { name: 'subscription to a blog, address shown', person: 'karim', path: `${space}/blog/abonnement`, act: subscribe },
    { name: 'documents', person: 'karim', path: `${space}/documents` },
    { name: 'documents, everything unfolded', person: 'helene', path: `${space}/documents`, act: unfold },
    { name: 'documents, filtered', person: 'sophie', path: `${space}/documents?etat=valide` },
    { name: 'documents, nothing found', person: 'karim', path: `${space}/documents?auteur=Personne` },
    { name: 'documents, where only animators deposit', person: 'paul', path: `${open}/documents` },
    { name: 'documents, a folder', person: 'helene', path: folder },
    { name: 'documents, a grid', person: 'helene', path: `${space}/documents?vue=grille&etat=travail` },
    { name: 'documents, some ticked', person: 'karim', path: `${space}/documents`, act: tickAll },
    { name: 'move several documents', person: 'karim', path: `${space}/documents/selection?faire=deplacement&${ticked(document, table, picture)}` },
    { name: 'throw several documents away', person: 'helene', path: `${space}/documents/selection?faire=corbeille&${ticked(document, table)}` },
    { name: 'act on no document', person: 'karim', path: `${space}/documents/selection?faire=corbeille`, status: 422 },
    { name: 'document', person: 'karim', path: document },
    { name: 'document, animator, menus open', person: 'helene', path: document, act: unfold },
    { name: 'document, a table, reader', person: 'sophie', path: table },
    { name: 'document, a picture', person: 'karim', path: picture },
    { name: 'document, displayed large', person: 'karim', path: `${picture}/afficher` },
    { name: 'document, two versions compared', person: 'helene', path: `${document}/versions/1/comparaison` },
    { name: 'document, a PDF', person: 'karim', path: pdf, act: prepared },
    { name: 'document, a PDF displayed large', person: 'sophie', path: `${pdf}/afficher` },
    { name: 'deposit documents', person: 'karim', path: `${space}/documents/nouveau` },
    { name: 'deposit documents, a file refused', person: 'karim', path: `${space}/documents/nouveau`, status: 422, act: depositTwo },
    { name: 'new version of a document', person: 'helene', path: `${document}/versions/nouvelle` },
    { name: 'edit a document', person: 'helene', path: `${document}/modifier` },
    { name: 'move a document', person: 'helene', path: `${document}/deplacer` },
    { name: 'documents, the trash', person: 'karim', path: `${space}/documents/corbeille` },
    { name: 'new folder', person: 'helene', path: `${space}/dossiers/nouveau` },
    { name: 'edit a folder', person: 'helene', path: `${folder}/modifier` },
    { name: 'delete a message', person: 'helene', path: `${mine}/supprimer` },
    { name: 'FAQ', person: 'karim', path: `${space}/faq` },
    { name: 'FAQ, reader', person: 'sophie', path: `${space}/faq` },
    { name: 'FAQ, while one types', person: 'karim', path: `${space}/faq`, act: typeWords },
    { name: 'FAQ, nothing found', person: 'karim', path: `${space}/faq?q=zygomatique` },
    { name: 'FAQ, a theme being arranged', person: 'helene', path: arranged },
    { name: 'FAQ, question', person: 'karim', path: entry },
    { name: 'FAQ, question, animator, menus open', person: 'helene', path: entry, act: unfold },
    { name: 'FAQ, new question', person: 'helene', path: `${space}/faq/nouveau` },
    { name: 'FAQ, new question, nothing filled', person: 'helene', path: `${space}/faq/nouveau`, status: 422, act: publishNothing },
    { name: 'FAQ, proposals', person: 'helene', path: `${space}/faq/brouillons` },
    { name: 'FAQ, to be read again', person: 'helene', path: `${space}/faq/a-revoir` },
    { name: 'FAQ, bring a reply', person: 'helene', path: pour },
    { name: 'new thread, near questions', person: 'karim', path: form, act: typeTitle },
    { name: 'members', person: 'karim', path: `${space}/membres` },
    { name: 'members, animator', person: 'helene', path: `${space}/membres`, act: unfold },
    { name: 'settings of the space', person: 'helene', path: `${space}/reglages` },
    { name: 'settings of the space, nothing filled', person: 'helene', path: `${space}/reglages`, status: 422, act: emptySettings },
    { name: 'settings of the space, not mine', person: 'karim', path: `${space}/reglages`, status: 403 },
    { name: 'themes of the space', person: 'helene', path: `${space}/reglages/themes` },
    { name: 'moderation', person: 'helene', path: `${space}/moderation` },
    { name: 'card of a space on request', person: 'paul', path: card },
    { name: 'edit a message', person: 'helene', path: `${mine}/modifier` },
    { name: 'history of a message', person: 'helene', path: `${mine}/historique` },
    { name: 'report a message', person: 'helene', path: `${other}/signaler` },
    { name: 'hide a message', person: 'helene', path: `${other}/masquer` },
    { name: 'split a thread', person: 'helene', path: `${other}/scission` },
    { name: 'sessions', person: 'karim', path: '/profil/connexions' },
    { name: 'password', person: 'karim', path: '/profil/mot-de-passe' },
    { name: 'notifications', person: 'karim', path: '/notifications' },
    { name: 'notifications, none', person: 'nadia', path: '/notifications' },
    { name: 'search', person: 'karim', path: '/recherche' },
    { name: 'search, found', person: 'karim', path: '/recherche?q=archives' },
    { name: 'search, nothing found', person: 'karim', path: '/recherche?q=zygomatique' },
    { name: 'search, too common', person: 'karim', path: '/recherche?q=le' },
    { name: 'threads, found by text', person: 'karim', path: `${space}/echanges?texte=seda` },
    { name: 'profile', person: 'karim', path: '/profil' },
    { name: 'somebody', person: 'karim', path: somebody },
    { name: 'not found', person: 'karim', path: '/n-importe-quoi', status: 404 },
    { name: 'gallery', path: '/galerie' },
    { name: 'mails of the demo', path: '/demo/mails' },
  ]
}

/** Brings a visitor to a view. */
async function reach(visitor, view) {
  const { page, expecting } = visitor
  const go = async () => {
    await page.goto(view.path)
    await view.act?.(visitor)
    await page.waitForLoadState('load')
  }
  await (view.status ? expecting(view.status, go) : go())
}

/** Makes a test of each view: brings a visitor there (one for each person) and runs the check. */
export async function tour(t, here, views, options, check) {
  const visitors = new Map()
  for (const view of views) {
    await t.test(view.name, async () => {
      if (!visitors.has(view.person)) visitors.set(view.person, await here.visitor({ ...options, person: view.person }))
      const visitor = visitors.get(view.person)
      await settled(visitor, async () => {
        await reach(visitor, view)
        await check(visitor, view)
      })
    })
  }
  for (const visitor of visitors.values()) await visitor.context.close()
}

let towns = 0

async function exceptOne({ page }) {
  towns++ // each theme has its own
  await page.getByLabel('Adresse à autoriser').fill(`mairie@bourg-${towns}.example`)
  await page.getByLabel('Motif de l’exception').fill('Commune d’un seul agent.')
  await page.getByRole('button', { name: 'Autoriser cette adresse' }).click()
}

async function wrongPassword({ page }) {
  await page.locator('[name=email]').fill('karim.benali@herault.example')
  await page.locator('[name=password]').fill('une phrase de passe erronée')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.locator('[name=password][aria-invalid=true]:focus').waitFor()
}

/** Waits until the pages of a document are drawn, which a worker does a moment after the demo was filled. */
async function prepared({ page }) {
  for (const deadline = Date.now() + 60_000; !(await page.locator('main img[src*="/pages/"]').count()) && Date.now() < deadline;) await page.reload()
  await page.locator('main img[src*="/pages/"]').first().waitFor()
}

async function emptySettings({ page }) {
  await page.locator('[name=title]').fill('')
  await page.locator('form[action$="/reglages"]').getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByRole('alert').first().waitFor()
}

async function openEditor({ page }) {
  await begin(page, page.url())
  await page.keyboard.type('Merci @hel')
  await page.locator('[role=listbox] [role=option]').first().waitFor()
}

async function openTable({ page }) {
  await begin(page, page.url())
  await page.keyboard.type('- une liste')
  await page.getByRole('button', { name: 'Tableau', exact: true }).click()
  for (const heading of ['Série', 'Durée', 'Sort final']) {
    await page.keyboard.type(heading)
    await page.keyboard.press('ArrowRight')
  }
  await page.getByRole('button', { name: 'Supprimer le tableau' }).waitFor()
}

async function openLink({ page }) {
  await begin(page, page.url())
  await page.keyboard.press('Control+k')
  await page.locator('#os-editor-lien').getByRole('button', { name: 'Valider' }).click()
  await page.getByText('Indiquez une adresse complète').waitFor()
}

async function commentWithFile({ page }) {
  const files = page.locator('[name=files]')
  await files.setInputFiles({ name: 'tableau-de-gestion.txt', mimeType: 'text/plain', buffer: Buffer.from('Série, durée, sort final') })
  // A script sends it at once, and empties the field; else it goes with the form.
  if (await files.evaluate((input) => input.files.length === 0)) await page.locator('[data-os-files] [name=piece]').waitFor()
  await comment(page, 'Voici notre tableau.')
  await page.getByRole('link', { name: 'tableau-de-gestion.txt' }).first().waitFor()
}

async function editWithFile(visitor) {
  await commentWithFile(visitor)
  const { page } = visitor
  await page.goto((await page.locator('article', { hasText: 'tableau-de-gestion.txt' }).last().locator('a[href$="/modifier"]').getAttribute('href')))
  await page.locator('[name=retrait]').first().waitFor()
}

async function depositTwo({ page }) {
  await page.locator('[name=files]').setInputFiles([
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from(`Une note de ${Math.random()}`) },
    { name: 'page.txt', mimeType: 'text/plain', buffer: Buffer.from('<!doctype html><p>Une page</p>') },
  ])
  await page.getByRole('button', { name: 'Déposer', exact: true }).click()
  await page.getByRole('alert').first().waitFor()
}

async function emptyReply({ page }) {
  const form = page.locator('form[action$="/messages"]').last()
  await form.getByRole('button', { name: /^(Publier|Répondre)/ }).first().click()
  await page.getByRole('alert').first().waitFor()
}

async function emptyComment({ page }) {
  await page.locator('form[action$="/commentaires"]').getByRole('button', { name: 'Publier' }).click()
  await page.getByRole('alert').first().waitFor()
}

async function subscribe({ page }) {
  await page.getByRole('button', { name: /Créer/ }).click()
  await page.locator('[name=address]').waitFor()
}

/** Types where the page answers by itself; without JavaScript the form of the search answers, and others stay as they are. */
async function typeWords({ page }) {
  await page.locator('main [name=q]').pressSequentially('fichiers sans classement')
  if (!(await answersByItself(page))) await page.keyboard.press('Enter')
  await page.locator('[data-os-found] mark').first().waitFor()
}

async function typeTitle({ page }) {
  await page.locator('[name=title]').pressSequentially('Un serveur de fichiers sans classement')
  if (await answersByItself(page)) await page.locator('[data-os-found] mark').first().waitFor()
}

const answersByItself = (page) => page.locator('os-instant').evaluate((element) => element.matches(':defined'))

async function publishNothing({ page }) {
  await page.locator('form', { has: page.locator('[name=title]') }).getByRole('button', { name: 'Publier', exact: true }).click()
  await page.getByRole('alert').first().waitFor()
}

async function publishOne({ page }) {
  await page.locator('[name=title]').fill('Un fil ouvert pour regarder la page qui suit')
  await chooseTheme(page)
  await page.locator('[name=body]').first().fill('Bonjour,\n\n> une citation\n\n| colonne | valeur |\n|---|---|\n| durée | dix ans |')
  await publish(page)
  await page.getByRole('heading', { level: 1, name: /Un fil ouvert/ }).waitFor()
}

/** Opens every <details> of the page at once: menus, filters, folded navigation. */
/** The documents at some addresses, as the boxes of a list name them. */
const ticked = (...addresses) => addresses.map((address) => `document=${address.match(/\/documents\/([0-9a-z]{13})/)[1]}`).join('&')

/** Ticks all documents of a list, one by one: it works without a script. */
async function tickAll({ page }) {
  for (const box of await page.locator('.os-pick input').all()) await box.check()
}

export async function unfold({ page }) {
  for (const summary of await page.locator('details:not([open]) > summary').all()) {
    if (await summary.isVisible()) await summary.evaluate((element) => { element.parentElement.open = true })
  }
}

async function nextMonth(visitor) {
  await visitor.page.locator('[rel=next]').click()
  await unfold(visitor)
}

async function answerYes({ page }) {
  const yes = page.getByRole('button', { name: 'Je viens', exact: true })
  if (await yes.getAttribute('aria-pressed') === 'false') await yes.click() // pressed once more, it takes the answer back
  await page.locator('#reponse [aria-pressed=true]').waitFor()
}
