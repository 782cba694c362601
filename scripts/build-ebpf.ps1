#Requires -Version 5.1
<#
.SYNOPSIS
    Compiles bpf/ into FOLDER\*.bpf.o from Windows, with the compiler of a Linux distribution in WSL.
.DESCRIPTION
    Runs scripts/build-ebpf.sh of this project inside WSL, which says the compiler, the kernel headers and the flags
    that it used. The distribution needs what that script asks for: clang, libbpf-dev and linux-libc-dev.
.PARAMETER Folder
    Where the objects go; made if it does not exist. Default: target\bpf of this project.
.PARAMETER Distribution
    Which WSL distribution to use, as "wsl --list" names it. Default: WSL's default distribution.
.EXAMPLE
    .\scripts\build-ebpf.ps1
.EXAMPLE
    .\scripts\build-ebpf.ps1 C:\build\bpf -Distribution Debian
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string] $Folder,

    [string] $Distribution
)

Set-StrictMode -Version Latest
# A native command that writes to its standard error must not end the script: its exit status tells.
$ErrorActionPreference = 'Continue'

function Stop-Build([string] $Message) {
    [Console]::Error.WriteLine("build-ebpf: $Message")
    exit 1
}

# Runs a command inside WSL without a shell in between, so that nothing is expanded on the way.
function Invoke-Wsl([string[]] $Command) {
    & $script:Wsl @($script:Selection + @('--exec') + $Command)
}

# Turns a Windows path, which may not exist yet, into the path that the distribution knows it by.
function Get-WslPath([string] $Path) {
    # Forward slashes: wsl.exe hands its arguments on through a layer that may take backslashes for escapes.
    $converted = Invoke-Wsl @('wslpath', '-a', '-u', $Path.Replace('\', '/'))
    if ($LASTEXITCODE -ne 0 -or -not $converted) {
        Stop-Build "WSL cannot see $Path. Use a folder on a local drive."
    }
    return ([string] ($converted | Select-Object -Last 1)).Trim()
}

$found = Get-Command 'wsl.exe' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $found) {
    Stop-Build 'no wsl.exe on this machine. Install WSL as administrator: wsl --install -d Debian (on Linux use scripts/build-ebpf.sh).'
}
$Wsl = $found.Source
$Selection = @()
if ($Distribution) {
    $Selection = @('--distribution', $Distribution)
}

Invoke-Wsl @('true') | Out-Null
if ($LASTEXITCODE -ne 0) {
    if ($Distribution) {
        Stop-Build "WSL has no usable distribution named $Distribution. See what there is: wsl --list. Install one: wsl --install -d Debian"
    }
    Stop-Build 'WSL has no usable default distribution. Install one: wsl --install -d Debian'
}

$top = Split-Path -Parent $PSScriptRoot
if (-not $Folder) {
    $Folder = Join-Path (Join-Path $top 'target') 'bpf'
}
# Relative to where the caller stands, not to where .NET believes the process to be.
$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)
try {
    New-Item -ItemType Directory -Force -Path $target -ErrorAction Stop | Out-Null
} catch {
    Stop-Build "cannot make the folder ${target}: $($_.Exception.Message)"
}

$build = Get-WslPath (Join-Path $PSScriptRoot 'build-ebpf.sh')
$output = Get-WslPath $target
# Through bash by name: files on a Windows drive may carry no executable bit.
Invoke-Wsl @('bash', $build, $output)
$status = $LASTEXITCODE
if ($status -ne 0) {
    Stop-Build "the build inside WSL failed with status $status; its messages are above."
}
$object = Join-Path $target 'lumenlink.bpf.o'
if (-not (Test-Path -LiteralPath $object -PathType Leaf)) {
    Stop-Build "the build inside WSL left no $object."
}
exit 0
