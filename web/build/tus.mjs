// What sending documents (internal/services/documents/documents_uploads.mjs) takes from tus-js-client, joined by build.mjs into
// web/static/vendor/tus.mjs. Nothing else of it is shipped.
export { Upload } from 'tus-js-client'
