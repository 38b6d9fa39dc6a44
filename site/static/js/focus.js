// After a refused form the summary of what is wrong gets the focus.
document.querySelector("[data-focus]")?.focus();
