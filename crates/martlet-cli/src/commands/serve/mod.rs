//! `martlet serve`: a site over HTTP, as a static host would serve it.

mod files;
mod headers;
mod listen;

use crate::args::ServeArgs;
use crate::codes;
use crate::exit::Exit;
use crate::output;
use crate::problem::{Failed, Problem};

pub fn run(args: ServeArgs) -> Result<Exit, Failed> {
    if !args.site.is_dir() {
        return Err(Problem::error(codes::NOT_READABLE, "there is no such folder")
            .at(&args.site)
            .hint("write a site first: martlet build --project path/to/dbt --out site")
            .into());
    }
    if !args.site.join("data").join("index.json").is_file() {
        return Err(Problem::error(codes::NOT_A_SITE, "the folder is not a Martlet site: it has no data/index.json")
            .at(&args.site)
            .hint("write a site first: martlet build --project path/to/dbt --out site")
            .into());
    }
    crate::data::runtime()?.block_on(serve(args))
}

async fn serve(args: ServeArgs) -> Result<Exit, Failed> {
    let listener = listen::first_free(args.host, args.port).await?;
    let address = listener.local_addr().map_err(|error| listen::not_free(args.host, args.port, &error))?;
    let has_app = args.site.join("index.html").is_file();
    let said = output::to_stdout(|out| {
        if args.quiet {
            return writeln!(out, "http://{address}/");
        }
        writeln!(out, "Serving {} at http://{address}/", args.site.display())?;
        if args.port != 0 && address.port() != args.port {
            writeln!(out, "Port {} is taken.", args.port)?;
        }
        if !has_app {
            writeln!(out, "The site has no app, only its data: see `martlet build --help`, --app.")?;
        }
        writeln!(out, "Press Ctrl-C to stop.")
    });
    let served = axum::serve(listener, files::router(&args.site)).with_graceful_shutdown(stopped()).await;
    said.and(served).map_err(|error| {
        Problem::error(codes::ADDRESS_NOT_FREE, format!("the server stopped: {error}")).at(address.to_string())
    })?;
    Ok(Exit::Fine)
}

/// Ends when the person presses Ctrl-C or the system asks the process to end.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
