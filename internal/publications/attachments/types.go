package attachments

import "osmose/internal/platform/filetypes"

// types are all that may be attached.
var types = filetypes.Written

// Accept lists the ends of names that may be attached, for a field of files.
func Accept() string { return types.Accept() }

// Label is the key of the name of the attachment's type.
func (a Attachment) Label() string { return types[a.Type].Class.Label() }
