/// The names of `chpst`: its own and those of daemontools' programs, in whose place it is linked.
package enum LaunchName: CaseIterable, Sendable {
  case chpst, setuidgid, envuidgid, envdir, pgrphack, setlock, softlimit

  /// The program that goes by the last component of `argv[0]`; whatever is no other name is `chpst`.
  package init(programName: Span<UInt8>) {
    let name = Self.withoutPrefix(programName)
    self =
      if name.equals("setuidgid") {
        .setuidgid
      } else if name.equals("envuidgid") {
        .envuidgid
      } else if name.equals("envdir") {
        .envdir
      } else if name.equals("pgrphack") {
        .pgrphack
      } else if name.equals("setlock") {
        .setlock
      } else if name.equals("softlimit") {
        .softlimit
      } else {
        .chpst
      }
  }

  /// `programName` without a leading `d`: distributions install daemontools' programs as `denvdir` and so on.
  @_lifetime(copy programName)
  package static func withoutPrefix(_ programName: Span<UInt8>) -> Span<UInt8> {
    programName.count > 0 && programName[0] == UInt8(ascii: "d") ? programName.extracting(1...) : programName
  }

  /// What follows the name in the usage text.
  package var synopsis: StaticString {
    switch self {
    case .chpst:
      """
       [-vVPN012] [-u user[:group]] [-U user[:group]] [-b argv0] [-e dir] [-/ root] [-C pwd] [-n nice] [-l|-L lock] \
      [-m n] [-d n] [-o n] [-p n] [-f n] [-c n] [-r n] [-t n] prog
      """
    case .setuidgid, .envuidgid: " account child"
    case .envdir: " dir child"
    case .pgrphack: " child"
    case .setlock: " [ -nNxX ] file program [ arg ... ]"
    case .softlimit:
      """
       [-a allbytes] [-c corebytes] [-d databytes] [-f filebytes] [-l lockbytes] [-m membytes] [-o openfiles] \
      [-p processes] [-r residentbytes] [-s stackbytes] [-t cpusecs] child
      """
    }
  }

  /// The letters of the options that stand alone.
  package var plainLetters: Literal {
    switch self {
    case .chpst: "vVPN012"
    case .setlock: "nNxX"
    case .setuidgid, .envuidgid, .envdir, .pgrphack, .softlimit: ""
    }
  }

  /// The letters of the options that take a value.
  package var valuedLetters: Literal {
    switch self {
    case .chpst: "uUbe/CnlLmdopfcrt"
    case .softlimit: "acdflmoprst"
    case .setuidgid, .envuidgid, .envdir, .pgrphack, .setlock: ""
    }
  }

  /// Whether the first words may be options at all: an account may be called `-v`.
  package var takesOptions: Bool {
    switch self {
    case .chpst, .setlock, .softlimit: true
    case .setuidgid, .envuidgid, .envdir, .pgrphack: false
    }
  }

  /// What the first operand is, where it is not the program already.
  package var operand: LaunchSetting? {
    switch self {
    case .chpst, .pgrphack, .softlimit: nil
    case .setuidgid: .account
    case .envuidgid: .environmentAccount
    case .envdir: .environmentDirectory
    case .setlock: .lockFile
    }
  }
}
