// swift-tools-version: 6.2
import Glibc
import PackageDescription

// The release build is Embedded Swift, linked statically; the debug build, which the tests use, is hosted Swift.
// With Debian's musl-dev installed the release links against musl, otherwise (or with RUNIT_LIBC=glibc) against glibc.

#if arch(arm64)
  let machine = "aarch64-linux-musl"
#else
  let machine = "x86_64-linux-musl"
#endif
let musl = "/usr/lib/\(machine)"
let hasMusl = access(musl + "/libc.a", R_OK) == 0 && Context.environment["RUNIT_LIBC"] != "glibc"

/// `RUNIT_SYMBOLS=1`: programs that gdb and perf can read. They have symbols, debug information and frame pointers; the code
/// is otherwise that of the release.
let hasSymbols = Context.environment["RUNIT_SYMBOLS"] == "1"

let embedded = ["-enable-experimental-feature", "Embedded"] + (hasSymbols ? ["-g"] : [])
/// The package manager asks for frame pointers, at the end of its arguments; clang's own option comes behind those.
let frameless = hasSymbols ? [] : ["-Xcc", "-Xclang", "-Xcc", "-mframe-pointer=none"]
let headers = hasMusl ? ["-Xcc", "-isystem", "-Xcc", "/usr/include/\(machine)"] : []
let staticLibC =
  hasMusl
  ? ["-Xclang-linker", "-nostdlib", musl + "/crt1.o", musl + "/crti.o", musl + "/libc.a", musl + "/crtn.o"] : []
let whenReleased = BuildSettingCondition.when(configuration: .release)

/// Functions can be left out one by one, and all checks of one share a trap. Modules are compiled to bitcode, of which the
/// linker makes each program as a whole. It can't read the functions without a name that LLVM's merging of functions would
/// leave there, and merges equal ones itself.
let frugalCode = ["-function-sections", "-mergeable-traps", "-emit-bc", "-disable-llvm-merge-functions-pass"].flatMap {
  ["-Xfrontend", $0]
}
/// Calls stay calls, unless the code becomes smaller without them.
let frugalInlining = [
  "-sil-inline-removed-call-benefit=5", "-sil-inline-overall-caller-block-limit=15",
  "-force-attribute=swift_retain:noinline",
].flatMap { ["-Xllvm", $0] }

let strict: [SwiftSetting] = [
  .unsafeFlags(embedded + ["-Osize"] + frameless + frugalCode + frugalInlining + headers, whenReleased),
  .treatAllWarnings(as: .error), .treatWarning("EmbeddedRestrictions", as: .error), .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]
let program: [SwiftSetting] = strict + [.unsafeFlags(["-parse-as-library"])]
let heapless: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-no-allocations"], whenReleased)]
/// What is written to shares one page.
let layout =
  hasMusl
  ? ["-T", Context.packageDirectory + "/Sources/CLibc/release.ld"]
  : ["--no-rosegment", "-z", "separate-loadable-segments", "-z", "norelro"]
/// A program is optimised for size as a whole. A function whose frame is large is not made part of another, in whose frame
/// its own would lie for as long as that one runs; and a few comparisons take less than a table of jumps.
let wholeProgram =
  ["--lto-newpm-passes=default<Oz>"]
  + ["-inline-max-stacksize=2048", "-min-jump-table-entries=10"].flatMap { ["-mllvm", $0] }
/// Unused code and sections go, and equal code and equal ends of texts are kept once.
let frugal =
  (["--gc-sections", "--icf=all", "-O2", "--build-id=none", "--no-eh-frame-hdr"]
  + (hasSymbols ? [] : ["-s"]) + wholeProgram + layout)
  .flatMap { ["-Xlinker", $0] }
let small: [LinkerSetting] = [
  .unsafeFlags(
    embedded + ["-Xclang-linker", "-static", "-Xclang-linker", "-Wno-unused-command-line-argument"] + staticLibC
      + ["-use-ld=lld"] + frugal, whenReleased)
]
/// Objects and arrays wait for memory: see Patience.swift.
let patient: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--wrap=posix_memalign"], whenReleased)]

/// The programs: one folder, one manual page and one suite of tests of the same name each.
let heaplessPrograms = [
  "runit",
  "runit-init",
  "runsv",
  "utmpset",
]
/// Those of them in which the C library takes no memory either.
let memoryless = ["runit", "runsv", "utmpset"]
let otherPrograms = [
  "chpst",
  "runsvchdir",
  "runsvdir",
  "sv",
  "svlogd",
  "svprobe",
]

func executable(_ name: String, _ settings: [SwiftSetting]) -> Target {
  .executableTarget(
    name: name, dependencies: ["CLibc", "Console", "RunitCore", "Unix"], exclude: name == "sv" ? ["completions"] : [],
    swiftSettings: settings, linkerSettings: memoryless.contains(name) ? small : small + patient)
}

let tested: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")]
let programs = (heaplessPrograms + otherPrograms).map { Target.Dependency(stringLiteral: $0) }

let package = Package(
  name: "runit",
  targets: [
    .systemLibrary(name: "CLibc"),
    .target(name: "Unix", dependencies: ["CLibc"], swiftSettings: strict),
    .target(name: "Console", dependencies: ["CLibc", "Unix"], swiftSettings: strict),
    .target(name: "RunitCore", swiftSettings: strict),
    .testTarget(name: "RunitCoreTests", dependencies: ["RunitCore"], swiftSettings: tested),
    .testTarget(name: "UnixTests", dependencies: ["CLibc", "Unix"], swiftSettings: tested),
    .testTarget(name: "ConsoleTests", dependencies: ["CLibc", "Console", "Unix"], swiftSettings: tested),
    .testTarget(
      name: "ProgramTests", dependencies: ["CLibc"] + programs, exclude: ["README.md"], swiftSettings: tested),
    .testTarget(name: "TidyTests", swiftSettings: tested),
    .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"], swiftSettings: tested),
    .executableTarget(
      name: "Benchmarks", dependencies: ["CLibc"], path: "Tests/Benchmarks", exclude: ["Daemon"], swiftSettings: tested),
    .executableTarget(
      name: "BenchmarkDaemon", dependencies: ["CLibc"], path: "Tests/Benchmarks/Daemon", swiftSettings: program,
      linkerSettings: small),
  ] + heaplessPrograms.map { executable($0, program + heapless) }
    + otherPrograms.map { executable($0, program) },
  swiftLanguageModes: [.v6]
)
