/// The built-in types in a short notation, read once by ``SchemaLibrary``.
///
/// `= name` begins a type (`=!` one with apiVersion, kind and metadata; `as` gives another name for references),
/// ` | ` a description. Then its fields: several on a line, or one with its description. `^` marks what is required,
/// and after the colon stands a ``FieldType``; `~key` says how strategic merge patches tell elements apart.
/// A line that begins with two spaces goes on with the one before. Names and types are facts of the upstream APIs.
enum SchemaText {
    static let all: [String] = [
        meta, core, pods, pods2, workloads, groups, openShift, configuration, registry, versions,
    ]
}
