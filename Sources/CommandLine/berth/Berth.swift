import BerthCommands
import Glibc

/// The executable: everything is in the module that it forwards to.
@main
struct Berth {
    static func main() async {
        exit(await Program.main(arguments: Array(CommandLine.arguments.dropFirst())))
    }
}
